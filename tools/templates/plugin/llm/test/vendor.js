// The vendor's wire format, as the adapter speaks it.
const WORDS = 'We are open from nine to six.'.split(/(?<= )/);

export const routes = {
  'POST /answer': async ({ messages }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const text of WORDS) {
      response.write(`data: ${JSON.stringify({ text })}\n\n`);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    response.end(`data: ${JSON.stringify({ usage: { input: messages.length * 10, output: WORDS.length } })}\n\n`);
  },
};
