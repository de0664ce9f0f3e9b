// What is said in seeded calls: the first line is the agent's, then the two take turns. A line that is no string says more
// about itself; see told-call.mjs.

const GREETING = 'Hello, this is Mia at Harbour Dental. How can I help you?';

/** Calls as they come every day. */
export const EVERYDAY = [
  [GREETING, 'When are you open on Saturday?', 'On Saturday we are open from nine until noon, for emergencies only. Can I help you with anything else?', 'No, that is all. Thank you.', 'You are welcome. Goodbye!'],
  [
    GREETING, 'Hi, I would like to move my appointment on Thursday to next week.', 'Of course. You can move it free of charge until twenty-four hours before. Which day would suit you?', 'Tuesday in the morning, if there is something.',
    'I have noted Tuesday morning. A colleague calls you back within one hour to confirm the time.', 'Perfect, my number is the one I am calling from.', 'Thank you, I have that. Have a good day!',
  ],
  [
    GREETING, 'How much is a check-up and a cleaning?', { text: 'A check-up costs sixty euros and includes two small X-rays. A professional cleaning costs ninety-five euros and takes about forty-five minutes.', heard: 'A check-up costs sixty euros and includes two small' },
    'And both together?', 'A check-up and a cleaning together cost one hundred and forty euros.', 'Good. Do you take cards?', 'Yes, you can pay by card, in cash or by bank transfer.', 'Thanks, bye.',
  ],
  [GREETING, 'Where can I park?', 'Patients park free of charge for two hours in the Quay Street car park behind our building. Please bring your parking ticket to reception, and we will stamp it.', 'Great, thank you.', 'You are welcome.'],
  [
    GREETING, 'My tooth has been hurting since last night, and the left side is swollen.', 'I am sorry to hear that. With a swelling please come in today: on weekdays we see you at eight in the morning without an appointment.', 'It is already ten, can I still come?',
    'Yes, please come as soon as you can; the doctor will see you between two appointments. If you have trouble breathing, call one one two at once.', 'All right, I am on my way.', 'See you soon, and take care.',
  ],
  [GREETING, 'Do you treat children?', 'We gladly treat children of every age. A check-up is free for children under twelve, and Doctor Okafor looks after them.', 'My son is four and very nervous.', 'Many of our patients are nervous. If you tell us beforehand, we plan a longer visit with breaks.'],
  [GREETING, 'Hello? … Is that a machine?', 'Yes, I am an assistant of the practice, and I can answer most questions or take a message. What is it about?', 'Then I would rather speak to a person.', 'Of course. A colleague calls you back within one hour during opening hours. What is your name, please?', 'Whitfield.', 'Thank you. We will call you back.'],
  [GREETING, 'Which insurances do you accept?', 'We accept all public health insurance and most private insurance. Please bring your insurance card to every visit.', 'And can I pay a crown in instalments?', 'Amounts over three hundred euros can be paid in monthly instalments without interest.', 'That helps, thank you very much.', 'Gladly. Goodbye!'],
];

/** A call of a German agent. */
export const GERMAN = [
  'Guten Abend, hier ist Otto von Harbour Dental. Wie kann ich helfen?', 'Guten Abend, ich habe starke Zahnschmerzen. Haben Sie noch offen?', 'Die Praxis ist schon geschlossen. Den zahnärztlichen Notdienst erreichen Sie Tag und Nacht unter fünf fünf fünf, null eins neun neun.',
  'Danke. Und morgen früh?', 'Ab acht Uhr werden Sie ohne Termin behandelt, noch am selben Tag.', 'Gut, dann komme ich morgen.', 'Gute Besserung und bis morgen.',
];

/** A call in which everything there is happens: a tool, an interruption, a hold, keys, words that were typed, a false alarm. */
export const EVENTFUL = [
  GREETING,
  'Good morning, I would like to book a check-up for my daughter.',
  { before: [['tool-called', { toolCallId: 'tool-1', name: 'find_free_appointments', argumentsJson: '{"kind":"check-up","from":"2026-11-23","person":"child"}', resultJson: '{"appointments":[{"at":"2026-11-24T08:30","with":"Doctor Okafor"},{"at":"2026-11-26T15:00","with":"Doctor Okafor"}]}', durationMs: 412 }]],
    text: 'Doctor Okafor is free on Tuesday at half past eight, and on Thursday at three in the afternoon. Which one would you like, and have you been with us before?', heard: 'Doctor Okafor is free on Tuesday at half past eight, and on Thursday at' },
  { text: 'Thursday, please. One moment, I have to look something up.', after: [['call-held', { isHeld: true }], 21_000, ['call-held', { isHeld: false }]] },
  'Take your time. Thursday at three it is.',
  { text: 'Her name is Josephine Wetherby, W E T H E R B Y.', isTyped: true },
  { before: [['tool-called', { toolCallId: 'tool-2', name: 'book_appointment', argumentsJson: '{"at":"2026-11-26T15:00","name":"Josephine Wetherby"}', error: 'The calendar did not answer within 5 seconds.', durationMs: 5_004 }], ['dead-air', { turnIndex: 7, silenceMs: 2_400, action: 'FILLER' }]],
    text: 'One moment, the calendar takes a little longer today.', purpose: 'FILLER' },
  { before: [['tool-called', { toolCallId: 'tool-3', name: 'book_appointment', argumentsJson: '{"at":"2026-11-26T15:00","name":"Josephine Wetherby"}', resultJson: '{"confirmation":"HD-20418"}', durationMs: 688 }]], speaker: 'agent', text: 'It is booked: Thursday at three with Doctor Okafor. Would you like a reminder by text message? Then press one.', purpose: 'ANSWER' },
  { text: 'One moment, there.', after: [['dtmf-received', { digit: '1' }]] },
  'You will get a reminder the day before. Is there anything else?',
  'No, thank you, goodbye.',
  { text: 'Goodbye, and see you on Thursday!', purpose: 'GOODBYE' },
];

/** A call that providers spoil until nothing is left. */
export const TROUBLED = [
  GREETING,
  { text: 'I would like to cancel my appointment tomorrow.', after: [['provider-failed', { kind: 'llm', connectionId: 'openai', cause: 'rate-limit', message: 'Rate limit reached for requests per minute. Please try again in 6 s.', next: 'RETRY' }], 700, ['provider-failed', { kind: 'llm', connectionId: 'openai', cause: 'timeout', message: 'No answer within 2,500 ms.', next: 'FALLBACK' }]] },
  'You can cancel free of charge until twenty-four hours before. Later than that we charge thirty euros.',
  { text: 'But I am ill!', after: [['provider-hedged', { kind: 'tts', slowConnectionId: 'elevenlabs', hedgeConnectionId: 'local', winnerConnectionId: 'local' }], ['audio-problem', { problem: 'LOST_FRAMES', count: 14 }]] },
  'I am sorry to hear that. When you are ill, there is no fee.',
  { text: 'Good, then please cancel it.', after: [['journal-degraded', { message: 'The disk took longer than 2 s to write; events are kept in memory.' }], 1_200, ['dead-air', { turnIndex: 6, silenceMs: 3_100, action: 'APOLOGY' }], ['provider-failed', { kind: 'llm', connectionId: 'anthropic', cause: 'unreachable', message: 'connect ECONNREFUSED', next: 'GIVE_UP' }]] },
  { text: 'I am sorry, I cannot answer at the moment. Please call again a little later.', purpose: 'APOLOGY' },
];

/** So many lines of a conversation that does not want to end. */
export function endless(lines) {
  const asked = EVERYDAY.flatMap((conversation) => conversation.slice(1, -1));
  return [GREETING, ...Array.from({ length: lines }, (_, index) => asked[index % asked.length]).map((line) => (typeof line === 'string' ? line : line.text))];
}
