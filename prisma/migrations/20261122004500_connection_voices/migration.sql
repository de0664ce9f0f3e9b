-- AlterTable
ALTER TABLE "provider_connections" ADD COLUMN     "voices" JSONB NOT NULL DEFAULT '[]';

-- Back-fill: languages are learnt when the connection is tried again; until then a voice counts as one of any language.
UPDATE "provider_connections" SET "voices" = (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'language', 'und')), '[]') FROM unnest("voiceIds") AS id) WHERE cardinality("voiceIds") > 0;
