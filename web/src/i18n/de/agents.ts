import type { Messages } from '../index.js';
import { count } from './count.js';

export const agents: Messages['agents'] = {
  title: 'Agenten', create: 'Neuer Agent', emptyTitle: 'Noch keine Agenten', emptyText: 'Ein Agent nimmt Anrufe entgegen und weiß, was Sie ihm sagen. Geben Sie ihm einen Namen; alles andere ist sinnvoll voreingestellt.',
  createTitle: 'Neuer Agent', nameLabel: 'Name', namePlaceholder: 'Mia', createAction: 'Agent anlegen', published: (number) => `Veröffentlicht, Version ${number}`,
  neverPublished: 'Nicht veröffentlicht', unpublished: 'Unveröffentlichte Änderungen', updated: (when) => `Geändert ${when}`, knowledgeCount: (value) => count(value, 'Wissenseintrag', 'Wissenseinträge'),
  more: 'Mehr zeigen',
};

export const editor: Messages['editor'] = {
  back: 'Alle Agenten', publish: 'Veröffentlichen', publishing: 'Wird veröffentlicht', publishedToast: (number) => `Version ${number} ist aktiv; neue Anrufe erreichen sie.`,
  edit: 'Bearbeiten', talk: 'Sprechen', notFound: 'Diesen Agenten gibt es nicht, oder er gehört einem anderen Unternehmen.',
  basics: 'Grundlagen', name: 'Name', greeting: 'Begrüßung', greetingHint: 'Was er zuerst sagt. Bleibt das Feld leer, wartet er, bis die anrufende Person beginnt.',
  instructions: 'Anweisungen', instructionsHint: 'Wie er sich verhalten soll, so wie Sie es neuen Kollegen sagen würden. Am Telefon wirken kurze Antworten am besten.',
  voice: 'Stimme', voiceHint: 'Der Name einer Stimme Ihres Sprachanbieters. Leer bedeutet: die voreingestellte Stimme.', voicePlaceholder: 'Voreinstellung', language: 'Sprache',
  knowledge: 'Wissen', knowledgeHint: 'Tatsachen, aus denen er antwortet. Am besten findet er sie, wenn jeder Eintrag von einer Sache handelt.', addKnowledge: 'Eintrag hinzufügen', entryTitle: 'Thema', entryText: 'Was gilt',
  noKnowledge: 'Über seine Anweisungen hinaus weiß er noch nichts.', entry: (number) => `Eintrag ${number}`, removeEntry: (title) => `${title} entfernen`,
  turnTaking: 'Sprecherwechsel', turnTakingHint: 'Wann der Agent spricht und wann er das Wort abgibt. Die Voreinstellungen passen für die meisten Gespräche.', defaults: 'Voreinstellungen wiederherstellen',
  waiting: 'Noch nicht gespeichert', saving: 'Wird gespeichert', savedAt: (time) => `Entwurf gespeichert ${time}`, allSaved: 'Alles gespeichert', notSaved: (why) => `Nicht gespeichert: ${why}`,
  incomplete: (value) => `${count(value, 'Feld braucht', 'Felder brauchen')} noch Ihre Angaben.`, showFault: 'Zeigen',
  conflictTitle: 'Jemand anderes hat das auch geändert', conflictShort: 'jemand anderes hat es auch geändert.',
  conflictText: (fields) => `Sie und jemand anderes haben beide geändert: ${fields}. Ihre Worte sind noch hier, die anderen liegen auf dem Server.`, keepMine: 'Meine behalten', takeTheirs: 'Die anderen übernehmen',
  merged: (fields) => `Jemand anderes hat geändert: ${fields}. Das steht jetzt auch in Ihrem Entwurf.`,
  offerTitle: 'Ein Teil Ihrer Worte wurde nicht gespeichert', offerText: (when) => `Dieser Tab hat behalten, was Sie bis ${when} geschrieben haben.`, takeOffer: 'Zurückholen', dropOffer: 'Verwerfen',
  leaveTitle: 'Ohne Speichern verlassen?', leaveText: 'Ihre letzten Änderungen konnten nicht gespeichert werden. Dieser Tab behält sie und bietet sie an, wenn Sie den Agenten wieder öffnen.', leave: 'Verlassen', stay: 'Bleiben', milliseconds: 'ms', seconds: 'Sekunden', minutes: 'Minuten', times: 'Mal', words: 'Wörter',
  outside: (min, max) => `Zwischen ${min} und ${max}.`, required: 'Bitte ausfüllen.', notALanguage: 'Das ist kein Sprachkürzel. Beispiele: en, en-GB, pt-BR.',
  tooMuchKnowledge: (entries, characters) => `Ein Agent fasst höchstens ${entries} Einträge mit zusammen ${characters} Zeichen.`,
};

export const turnTaking: Messages['turnTaking'] = {
  completeWaitMs: ['Warten nach einem fertigen Satz', 'Stille, bevor der Agent auf etwas antwortet, das vollständig klingt. Kürzer wirkt flott, länger lässt Zeit zum Nachdenken.'],
  incompleteWaitMs: ['Warten nach einem unfertigen Satz', 'Stille, bevor er antwortet, wenn jemand mitten in einem Gedanken oder einer Nummer zu sein scheint.'],
  isInterruptible: ['Unterbrechen erlaubt', 'Der Agent hält inne, wenn die anrufende Person spricht. Ausgeschaltet spricht er zu Ende.'],
  interruptionSpeechMs: ['Sprechen, das unterbricht', 'Wie lange jemand sprechen muss, bis der Agent innehält. Länger überhört Husten und kurze Geräusche.'],
  interruptionWordsMin: ['Wörter, die unterbrechen', 'Bei Anbietern, die schon während des Sprechens mitschreiben: So viele Wörter halten den Agenten an. Bei 0 entscheidet die Zeit darüber.'],
  falseAlarmMs: ['Weitersprechen nach Fehlalarm', 'Der Agent hat innegehalten, aber es kamen keine Wörter: Danach spricht er weiter.'],
  idlePromptMs: ['Nachfragen, ob noch jemand da ist', 'Stille auf der anderen Seite, bis der Agent nachfragt.'],
  idlePromptsMax: ['Wie oft er nachfragt', 'Nach so vielen Fragen in die Stille verabschiedet er sich.'],
  callDurationMaxMs: ['Längster Anruf', 'Der Agent kündigt es an und beendet dann den Anruf.'],
};
