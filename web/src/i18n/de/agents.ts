import type { Messages } from '../index.js';
import { count } from './count.js';

export const agents: Messages['agents'] = {
  title: 'Agenten', create: 'Neuer Agent', emptyTitle: 'Noch keine Agenten', emptyText: 'Ein Agent nimmt Anrufe entgegen und weiß, was Sie ihm sagen. Geben Sie ihm einen Namen; alles andere ist sinnvoll voreingestellt.',
  createTitle: 'Neuer Agent', nameLabel: 'Name', namePlaceholder: 'Mia', createAction: 'Agent anlegen', published: (number) => `Veröffentlicht, Version ${number}`,
  neverPublished: 'Nicht veröffentlicht', unpublished: 'Unveröffentlichte Änderungen', updated: (when) => `Geändert ${when}`, knowledgeCount: (value) => count(value, 'Wissenseintrag', 'Wissenseinträge'),
  search: 'Agenten suchen', notFoundTitle: 'So heißt kein Agent', notFoundText: (text) => `Nichts hat „${text}“ im Namen.`, showAll: 'Alle Agenten zeigen',
  actions: (name) => `Was mit ${name} geschehen soll`, open: 'Öffnen', copyId: 'Kennung kopieren',
  archive: 'Archivieren', restore: 'Zurückholen', archived: (name) => `${name} ist archiviert und nimmt keine Anrufe an.`, restored: (name) => `${name} ist zurück und nimmt wieder Anrufe an.`,
  archivedTitle: 'Archivierte Agenten', toArchived: 'Archivierte Agenten', noneArchivedTitle: 'Nichts ist archiviert', noneArchivedText: 'Archivierte Agenten verlassen die Liste und nehmen keine Anrufe an. Sie warten hier mit allen ihren Versionen.',
  archivedNotice: 'Dieser Agent ist archiviert: Er nimmt keine Anrufe an.',
};

export const editor: Messages['editor'] = {
  back: 'Alle Agenten', publish: 'Veröffentlichen', publishedToast: (number) => `Version ${number} ist aktiv; neue Anrufe erreichen sie.`, talkToIt: 'Ausprobieren',
  edit: 'Bearbeiten', talk: 'Sprechen', versions: 'Versionen', views: 'Ansichten dieses Agenten', notFound: 'Diesen Agenten gibt es nicht, oder er gehört einem anderen Unternehmen.',
  basics: 'Grundlagen', name: 'Name', greeting: 'Begrüßung', greetingHint: 'Was er zuerst sagt. Bleibt das Feld leer, wartet er, bis die anrufende Person beginnt.',
  instructions: 'Anweisungen', instructionsHint: 'Wie er sich verhalten soll, so wie Sie es neuen Kollegen sagen würden. Am Telefon wirken kurze Antworten am besten.',
  voice: 'Stimme', voiceHint: 'So, wie Ihr Sprachanbieter sie nennt. Leer bedeutet: die voreingestellte Stimme.', voicePlaceholder: 'Voreinstellung', language: 'Sprache',
  knowledge: 'Wissen', knowledgeHint: 'Tatsachen, aus denen er antwortet. Am besten findet er sie, wenn jeder Eintrag von einer Sache handelt.', addKnowledge: 'Eintrag hinzufügen', removedEntry: (title) => `${title} ist entfernt.`, moveUp: (title) => `${title} nach oben`, moveDown: (title) => `${title} nach unten`,
  moved: (title, place, of) => `${title} steht jetzt an Stelle ${place} von ${of}.`, filterEntries: 'Eintrag suchen', noEntryFound: 'Kein Eintrag enthält diese Wörter.',
  knowledgeSize: (entries, characters) => `${count(entries, 'Eintrag', 'Einträge')}, ${count(characters, 'Zeichen', 'Zeichen')}`,
  knowledgeNear: (entries, entriesMax, characters, charactersMax) => `${entries} von ${entriesMax} Einträgen, ${characters} von ${charactersMax} Zeichen`,
  pasteText: 'Aus längerem Text', pasteTitle: 'Einträge aus einem längeren Text', pasteLabel: 'Text', pasteHint: 'Fügen Sie ihn aus einer Webseite oder einem Handbuch ein. Jede Überschrift beginnt einen Eintrag; wo es keine gibt, jeder Absatz.', pasteResult: 'Daraus wird',
  pasteMore: (value) => `und ${value} weitere`, pasteAction: (value) => `${count(value, 'Eintrag', 'Einträge')} hinzufügen`, pasted: (value) => `${count(value, 'Eintrag ist', 'Einträge sind')} hinzugefügt.`,
  characters: (value, max) => `${value} von ${max} Zeichen.`, tokens: (value) => `Ein Modell liest vor jeder Antwort grob ${count(value, 'Token', 'Token')}.`,
  entryTitle: 'Thema', entryText: 'Was gilt',
  noKnowledge: 'Über seine Anweisungen hinaus weiß er noch nichts.', entry: (number) => `Eintrag ${number}`, removeEntry: (title) => `${title} entfernen`,
  turnTaking: 'Sprecherwechsel', turnTakingHint: 'Wann der Agent spricht und wann er das Wort abgibt. Die Voreinstellungen passen für die meisten Gespräche.', defaults: 'Voreinstellungen wiederherstellen', defaultsSet: 'Alle Zahlen sind wieder voreingestellt.', isStandard: 'Voreinstellung', backTo: (value) => `Zurück auf ${value}`,
  presets: 'Umgangsformen für den Anfang', presetSet: (name) => `Der Sprecherwechsel ist jetzt: ${name}.`,
  waiting: 'Noch nicht gespeichert', saving: 'Wird gespeichert', savedAt: (time) => `Entwurf gespeichert ${time}`, allSaved: 'Alles gespeichert', notSaved: (why) => `Nicht gespeichert: ${why}`,
  incomplete: (value) => `${count(value, 'Feld braucht', 'Felder brauchen')} noch Ihre Angaben.`, showFault: 'Zeigen',
  conflictTitle: 'Jemand anderes hat das auch geändert', conflictShort: 'jemand anderes hat es auch geändert.',
  conflictText: (fields) => `Sie und jemand anderes haben beide geändert: ${fields}. Ihre Worte sind noch hier, die anderen liegen auf dem Server.`, keepMine: 'Meine behalten', takeTheirs: 'Die anderen übernehmen', tookTheirs: 'Die anderen Worte stehen jetzt in Ihrem Entwurf.',
  seeDifference: 'Unterschied ansehen', differenceTitle: 'Von den anderen Worten zu Ihren', offerDifferenceTitle: 'Was sich durch das Zurückholen ändert',
  merged: (fields) => `Jemand anderes hat geändert: ${fields}. Das steht jetzt auch in Ihrem Entwurf.`,
  readOnly: 'Mit Leserechten können Sie die Agenten dieser Organisation lesen, aber nicht ändern.',
  offerTitle: 'Ein Teil Ihrer Worte wurde nicht gespeichert', offerText: (when) => `Dieser Tab hat behalten, was Sie bis ${when} geschrieben haben.`, takeOffer: 'Zurückholen', dropOffer: 'Verwerfen',
  leaveTitle: 'Ohne Speichern verlassen?', leaveText: 'Ihre letzten Änderungen konnten nicht gespeichert werden. Dieser Tab behält sie und bietet sie an, wenn Sie den Agenten wieder öffnen.', leave: 'Verlassen', stay: 'Bleiben', milliseconds: 'ms', seconds: 'Sekunden', minutes: 'Minuten', times: 'Mal', words: 'Wörter',
  wordCount: (value) => count(value, 'Wort', 'Wörter'), timesCount: (value) => count(value, 'Mal', 'Mal'),
  outside: (min, max) => `Zwischen ${min} und ${max}.`, required: 'Bitte ausfüllen.', tooLong: (max, value) => `Höchstens ${max} Zeichen; es sind ${value}.`, notALanguage: 'Das ist kein Sprachkürzel. Beispiele: en, en-GB, pt-BR.',
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

export const compare: Messages['compare'] = {
  added: 'Neu', removed: 'Entfernt', changed: 'Geändert', omitted: 'Unveränderte Wörter sind hier ausgelassen', empty: 'Leer', readAll: 'Alles lesen', readLess: 'Weniger zeigen', same: 'Es gibt keinen Unterschied.',
  renamed: (before) => `Hieß „${before}“.`, reordered: 'Die Reihenfolge der Einträge ist anders.', fromTo: (before, after) => `von ${before} zu ${after}`,
  onOff: (isOn) => (isOn ? 'An' : 'Aus'),
};

export const publish: Messages['publish'] = {
  title: (number) => `Version ${number} veröffentlichen`, action: 'Veröffentlichen', nothingTitle: 'Nichts zu veröffentlichen', nothing: (number) => `Anrufe erreichen schon genau das, als Version ${number}.`,
  first: 'Das ist die erste Version. Sobald sie veröffentlicht ist, kann der Agent angerufen werden.', noGreeting: 'Keine; der Agent wartet, bis die anrufende Person beginnt',
  changes: (value, number) => `${count(value, 'Änderung', 'Änderungen')} seit Version ${number}, die Anrufe jetzt erreichen. Laufende Anrufe bleiben bei ihrer.`,
  heldBack: 'Einige Felder sind unvollständig. Sie gehören nicht zu dieser Version; was vorher davon gespeichert war, gehört dazu.',
};

export const versions: Messages['versions'] = {
  title: 'Versionen', hint: 'Jede ist das, was Anrufe ab ihrer Veröffentlichung erreicht haben. Eine Version ändert sich nie.', number: (number) => `Version ${number}`, live: 'Aktiv',
  emptyTitle: 'Noch ist nichts veröffentlicht', emptyText: 'Bei jeder Veröffentlichung wird hier aufgehoben, was Anrufe erreicht: zum Vergleichen und zum Zurückholen.', all: 'Alle Versionen', publishedAt: (when) => `Veröffentlicht ${when}`,
  compare: 'Vergleichen', compareOne: (number) => `Version ${number} vergleichen`, compareTitle: 'Vergleichen', from: 'Von', to: 'Nach', draft: 'Entwurf', liveOf: (number) => `Aktiv (Version ${number})`,
  restore: 'Wiederherstellen', restoreOne: (number) => `Version ${number} als Entwurf wiederherstellen`, restored: (number) => `Der Entwurf sagt, was Version ${number} sagte. Anrufe erreichen ihn, sobald Sie veröffentlichen.`,
  newest: (value) => `Gezeigt werden die neuesten ${value} Versionen.`, calls: 'Anrufe', callsOf: (number) => `Anrufe mit Version ${number}`,
};

export const presets: Messages['presets'] = {
  brisk: ['Flott', 'Antwortet sofort und gibt schnell nach. Für kurze Fragen.'],
  balanced: ['Ausgewogen', 'Die Voreinstellungen. Passt für die meisten Gespräche.'],
  patient: ['Geduldig', 'Lässt Zeit zum Nachdenken und Buchstabieren. Für Formulare und ältere Menschen.'],
};

export const voices: Messages['voices'] = {
  title: 'Stimme und Sprache', sectionHint: 'Was er spricht und wie er klingt.', hint: 'Zum Anhören spricht sie die Begrüßung.', languageHint: 'Die Sprache, die auf beiden Seiten gesprochen wird.', otherTag: 'Eine andere Sprache …', tag: 'Sprachkürzel',
  hear: (name) => `${name} anhören`, stop: (name) => `${name} anhalten`, filter: 'Stimme suchen', nothingFound: 'Keine Stimme passt zu diesen Wörtern.', others: 'Andere Sprachen', noneFits: (language) => `Keine der Stimmen spricht ${language}`,
  standard: (name) => `die eigene Wahl des Anbieters, hier ${name}`, notListed: 'Nicht mehr im Angebot', goneChosen: (name) => `Die Stimme „${name}“ bietet der Sprachanbieter nicht mehr an. Wählen Sie eine andere, sonst können Anrufe scheitern.`,
  otherLanguage: (name, spoken, language) => `${name} spricht ${spoken}, und der Agent ist auf ${language} eingestellt.`, more: (value) => `Insgesamt gibt es ${value} Stimmen. Suchen Sie, um die übrigen zu sehen.`,
  genders: { female: 'weiblich', male: 'männlich', neutral: 'neutral' }, byName: 'Stimme beim Namen', gone: 'Diese Stimme wird nicht mehr angeboten.', failed: 'Diese Stimme kann gerade nicht abgespielt werden. Bitte versuchen Sie es gleich noch einmal.',
};
