import type { LlmDocument } from '@parley/plugin-sdk';

/** What the agent of a dental practice knows. */
export const DENTAL_PRACTICE: readonly LlmDocument[] = [
  { title: 'Opening hours', text: 'We are open Monday to Friday from eight in the morning until six in the evening. On Saturday we are open from nine until one. We are closed on Sundays and public holidays.' },
  { title: 'Address', text: 'Our practice is at 42 Harbour Street, opposite the central library. The nearest bus stop is Library Square, served by lines 4 and 11. We are on the first floor, and there is a lift.' },
  { title: 'Parking', text: 'There is a car park behind the building with ten spaces for patients. Parking is free for two hours. A disabled space is next to the entrance.' },
  { title: 'Prices', text: 'A check-up costs 45 pounds. A hygiene visit costs 60 pounds. A white filling costs from 95 pounds. Teeth whitening costs 280 pounds and takes two visits. A crown costs from 550 pounds.' },
  { title: 'Insurance', text: 'We accept all major dental insurance plans. Please bring your insurance card to your first visit. We send the claim to your insurer for you.' },
  { title: 'Cancellation', text: 'You can cancel or move an appointment free of charge up to 24 hours before. Later cancellations and missed appointments cost 25 pounds.' },
  { title: 'Emergencies', text: 'If you have severe pain, swelling or a knocked-out tooth, call us and we will see you on the same day. Outside our opening hours, please call the emergency dental line on 0300 123 4567.' },
  { title: 'New patients', text: 'We are taking new patients. Your first visit lasts 40 minutes and includes X-rays. Please come ten minutes early to fill in the medical form.' },
  { title: 'Children', text: 'We treat children from the age of three. Check-ups for children under eighteen are free. Doctor Patel is our specialist for children.' },
  { title: 'Payment', text: 'You can pay by cash, card or bank transfer. For treatments over 300 pounds you can pay in six monthly instalments without interest. We do not take cheques.' },
];

/** Questions as callers ask them, and the title of the document that answers. */
export const ANSWERABLE: readonly (readonly [question: string, title: string])[] = [
  ['What are your opening hours?', 'Opening hours'], ['When are you open?', 'Opening hours'], ['Are you open on Saturday?', 'Opening hours'],
  ['What time do you close on Friday?', 'Opening hours'], ['Are you open on Sundays?', 'Opening hours'], ['Do you work on public holidays?', 'Opening hours'],
  ['How late are you open today?', 'Opening hours'], ['When do you open in the morning?', 'Opening hours'], ['Can I come at the weekend?', 'Opening hours'],
  ['Are you open on Wednesday evening?', 'Opening hours'],
  ['Where are you located?', 'Address'], ['What is your address?', 'Address'], ['How do I get to you?', 'Address'], ['Which bus do I take?', 'Address'],
  ['Is there a lift in the building?', 'Address'], ['What street are you on?', 'Address'], ['Where is the practice?', 'Address'],
  ['Which floor are you on?', 'Address'],
  ['Is there parking?', 'Parking'], ['Where can I park my car?', 'Parking'], ['Do you have a car park?', 'Parking'], ['Is parking free?', 'Parking'],
  ['Do you have disabled parking?', 'Parking'], ['How long can I park for?', 'Parking'],
  ['How much is a check-up?', 'Prices'], ['What does a filling cost?', 'Prices'], ['How much do you charge for teeth whitening?', 'Prices'],
  ['What is the price of a crown?', 'Prices'], ['How much for a hygiene appointment?', 'Prices'], ['Do you do teeth whitening?', 'Prices'],
  ['how much is a checkup', 'Prices'], ['Can I get a white filling?', 'Prices'],
  ['Do you take insurance?', 'Insurance'], ['Which insurance plans do you accept?', 'Insurance'], ['Do I need to bring my insurance card?', 'Insurance'],
  ['Will you send the claim to my insurer?', 'Insurance'], ['Is it covered by my dental plan?', 'Insurance'],
  ['How do I cancel my appointment?', 'Cancellation'], ['Can I reschedule my appointment?', 'Cancellation'], ['What if I miss my appointment?', 'Cancellation'],
  ['Is there a cancellation fee?', 'Cancellation'], ['I need to move my appointment to another day.', 'Cancellation'], ['What happens if I cancel late?', 'Cancellation'],
  ['I have terrible tooth pain.', 'Emergencies'], ['My tooth got knocked out.', 'Emergencies'], ['Do you see emergencies?', 'Emergencies'],
  ['My face is swollen, what should I do?', 'Emergencies'], ['What do I do in an emergency at night?', 'Emergencies'], ['Is there an emergency number?', 'Emergencies'],
  ['Are you taking new patients?', 'New patients'], ['How long is the first visit?', 'New patients'], ['Can I register as a new patient?', 'New patients'],
  ['Do I need to fill in a form?', 'New patients'], ['Do you take X-rays?', 'New patients'],
  ['Do you treat children?', 'Children'], ['Can I bring my daughter?', 'Children'], ['Is it free for kids?', 'Children'], ['From what age do you see children?', 'Children'],
  ['Who is the children\'s dentist?', 'Children'], ['How much is a check-up for my son?', 'Children'],
  ['Can I pay by card?', 'Payment'], ['Do you accept cash?', 'Payment'], ['Can I pay in instalments?', 'Payment'], ['Do you take cheques?', 'Payment'],
  ['How can I pay?', 'Payment'], ['Can I pay by bank transfer?', 'Payment'],
  // As a recogniser mishears them.
  ['what are you opening ours', 'Opening hours'], ['do you have a car bark', 'Parking'], ['how much is teeth whitning', 'Prices'], ['can i pay buy card', 'Payment'],
  ['tell much of a checkup', 'Prices'], ['what is you address', 'Address'], ['do you treat childrens', 'Children'], ['do you accept dental insurances', 'Insurance'],
];

/** Nothing of this is in the documents. */
export const UNANSWERABLE: readonly string[] = [
  'What is the weather like tomorrow?', 'Do you sell bicycles?', 'Who won the football match?', 'What is the capital of France?',
  'Do you offer botox treatments?', 'Can I get a haircut?', 'Do you have a swimming pool?', 'What is your favourite colour?',
  'How old are you?', 'Do you repair phones?', 'Can you recommend a restaurant?', 'Is there a vegetarian menu?', 'Do you deliver pizza?',
  'What is the exchange rate of the dollar?', 'Can I bring my dog?', 'Do you have wireless internet?', 'Who is the president?',
  'Do you sell gift vouchers?', 'Are you hiring at the moment?', 'Do you fit braces?', 'Can you tell me a joke?', 'What is two plus two?',
  'Do you do blood tests?', 'What time is my flight?', 'Can I speak Spanish with the dentist?',
];
