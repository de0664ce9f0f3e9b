import { types } from 'pg';

const { builtins } = types;
const NAMES = new Map<number, string>(Object.entries(builtins).map(([name, oid]) => [oid as number, name.toLowerCase()]));

/** Read as JavaScript's own values without loss; JSON is parsed. Everything else is told as Postgres writes it. */
const PARSED = new Set<number>([builtins.BOOL, builtins.INT2, builtins.INT4, builtins.FLOAT4, builtins.FLOAT8, builtins.JSON, builtins.JSONB, builtins.OID]);

const bytesAsBase64 = (text: string) => Buffer.from(text.slice(2), 'hex').toString('base64');
const integer = (text: string) => BigInt(text);

/** How the driver shall read what the server sends. */
export const textTypes = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (PARSED.has(oid)) return types.getTypeParser(oid, 'text') as (text: string) => unknown;
    if (oid === builtins.INT8) return integer;
    return oid === builtins.BYTEA ? bytesAsBase64 : (text) => text;
  },
};

/** Name of a built-in type; `other` for arrays, enums and those of extensions. */
export const typeName = (oid: number): string => NAMES.get(oid) ?? 'other';
