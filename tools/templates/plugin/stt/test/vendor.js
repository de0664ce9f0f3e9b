// The vendor's wire format, as the adapter speaks it. Words are tones here, which can be heard without a model.
import { createEar } from '@parley/plugin-sdk/testing';

export const routes = {
  'POST /transcribe': async ({ format, audio }, response) => {
    const ear = createEar(format.encoding, format.sampleRateHz);
    ear.take(Buffer.from(audio, 'base64'));
    ear.endRun();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: ear.words.map(({ word }) => word).join(' ') }));
  },
};
