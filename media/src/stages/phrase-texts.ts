export type PhraseKey = 'filler' | 'idlePrompt' | 'idleGoodbye' | 'durationWarning' | 'durationGoodbye' | 'apology' | 'apologyInternal' | 'notUnderstood' | 'lostThread' | 'cannotHelp';

/** What the agent says of its own accord, per language; several wordings are taken in turn. */
type PhraseTable = Readonly<Record<PhraseKey, readonly string[]>>;

const ENGLISH: PhraseTable = {
  filler: ['One moment, please.', 'Just a second.', 'Let me check that for you.'],
  idlePrompt: ['Are you still there?', 'I am still here. Can I help you with anything else?'],
  idleGoodbye: ['I cannot hear you, so I will end the call now. Goodbye.'],
  durationWarning: ['Please note that our call has to end in about a minute.'],
  durationGoodbye: ['Our time is up. Thank you for calling, goodbye.'],
  apology: ['I am sorry, we have a technical problem. Please call again later. Goodbye.'],
  apologyInternal: ['I am sorry, something went wrong on our side. Please call again. Goodbye.'],
  notUnderstood: ['Sorry, I did not catch that. Could you say it again?'],
  lostThread: ['Sorry, I lost my thread. Could you ask me that again?'],
  cannotHelp: ['I am sorry, I cannot help with that.'],
};

const GERMAN: PhraseTable = {
  filler: ['Einen Moment, bitte.', 'Eine Sekunde.', 'Ich sehe kurz nach.'],
  idlePrompt: ['Sind Sie noch da?', 'Ich bin noch da. Kann ich sonst noch etwas für Sie tun?'],
  idleGoodbye: ['Ich höre Sie nicht und beende das Gespräch. Auf Wiederhören.'],
  durationWarning: ['Unser Gespräch endet in etwa einer Minute.'],
  durationGoodbye: ['Unsere Zeit ist um. Danke für Ihren Anruf, auf Wiederhören.'],
  apology: ['Es tut mir leid, wir haben eine technische Störung. Bitte rufen Sie später noch einmal an. Auf Wiederhören.'],
  apologyInternal: ['Es tut mir leid, bei uns ist etwas schiefgegangen. Bitte rufen Sie noch einmal an. Auf Wiederhören.'],
  notUnderstood: ['Das habe ich leider nicht verstanden. Können Sie es bitte wiederholen?'],
  lostThread: ['Entschuldigung, ich habe den Faden verloren. Können Sie die Frage wiederholen?'],
  cannotHelp: ['Dabei kann ich leider nicht helfen.'],
};

const FRENCH: PhraseTable = {
  filler: ['Un instant, s’il vous plaît.', 'Une seconde.', 'Je vérifie cela pour vous.'],
  idlePrompt: ['Êtes-vous toujours là ?', 'Je suis toujours là. Puis-je vous aider pour autre chose ?'],
  idleGoodbye: ['Je ne vous entends pas, je vais donc raccrocher. Au revoir.'],
  durationWarning: ['Notre appel prendra fin dans environ une minute.'],
  durationGoodbye: ['Notre temps est écoulé. Merci de votre appel, au revoir.'],
  apology: ['Je suis désolé, nous avons un problème technique. Veuillez rappeler plus tard. Au revoir.'],
  apologyInternal: ['Je suis désolé, une erreur s’est produite. Veuillez rappeler. Au revoir.'],
  notUnderstood: ['Pardon, je n’ai pas compris. Pouvez-vous répéter ?'],
  lostThread: ['Pardon, j’ai perdu le fil. Pouvez-vous répéter votre question ?'],
  cannotHelp: ['Je regrette, je ne peux pas vous aider sur ce point.'],
};

const SPANISH: PhraseTable = {
  filler: ['Un momento, por favor.', 'Un segundo.', 'Lo compruebo ahora mismo.'],
  idlePrompt: ['¿Sigue ahí?', 'Sigo aquí. ¿Puedo ayudarle en algo más?'],
  idleGoodbye: ['No le oigo, así que voy a terminar la llamada. Adiós.'],
  durationWarning: ['Nuestra llamada terminará en aproximadamente un minuto.'],
  durationGoodbye: ['Se nos ha acabado el tiempo. Gracias por llamar, adiós.'],
  apology: ['Lo siento, tenemos un problema técnico. Vuelva a llamar más tarde, por favor. Adiós.'],
  apologyInternal: ['Lo siento, ha ocurrido un error. Vuelva a llamar, por favor. Adiós.'],
  notUnderstood: ['Perdone, no le he entendido. ¿Puede repetirlo?'],
  lostThread: ['Perdone, he perdido el hilo. ¿Puede repetir la pregunta?'],
  cannotHelp: ['Lo siento, con eso no puedo ayudarle.'],
};

const TABLES: Readonly<Record<string, PhraseTable>> = { en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH };

/** The phrases of a BCP 47 tag; English where there are none of its own. */
export function phraseTexts(language: string): PhraseTable {
  return TABLES[language.toLowerCase().split('-')[0] ?? ''] ?? ENGLISH;
}
