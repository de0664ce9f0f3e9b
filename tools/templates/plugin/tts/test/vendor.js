// The vendor's wire format, as the adapter speaks it: bare samples, sent as they are made.
import { bytesOf, mulawFromPcm16 } from '@parley/plugin-sdk';

const VOICES = [{ id: 'low', name: 'Low', language: 'en', pitchHz: 150 }, { id: 'high', name: 'High', language: 'en', pitchHz: 300 }];
const MS_PER_CHARACTER = 60;
const PIECE_MS = 200;

/** A hum in the place of a voice. */
const hum = (fromMs, durationMs, pitchHz, rateHz) => Int16Array.from({ length: (durationMs * rateHz) / 1_000 }, (_, index) => 8_000 * Math.sin(2 * Math.PI * pitchHz * (fromMs / 1_000 + index / rateHz)));

export const routes = {
  'GET /voices': async (_body, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(VOICES.map(({ id, name, language }) => ({ id, name, language })))); },
  'POST /speak': async ({ text, voice, format, speed }, response) => {
    const { pitchHz } = VOICES.find(({ id }) => id === voice) ?? VOICES[0];
    const durationMs = (text.length * MS_PER_CHARACTER) / speed;
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    for (let atMs = 0; atMs < durationMs; atMs += PIECE_MS) {
      const samples = hum(atMs, Math.min(PIECE_MS, durationMs - atMs), pitchHz, format.sampleRateHz);
      response.write(bytesOf(format.encoding === 'mulaw' ? mulawFromPcm16(samples) : samples));
      await new Promise((resolve) => { setTimeout(resolve, 2); });
    }
    response.end();
  },
};
