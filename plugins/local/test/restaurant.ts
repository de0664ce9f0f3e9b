import type { LlmDocument } from '@parley/plugin-sdk';

/** A second business, held out: no word list and no number was fitted to it. */
export const RESTAURANT: readonly LlmDocument[] = [
  { title: 'Opening hours', text: 'The kitchen is open every day except Tuesday, from noon to half past two and from six to ten in the evening. The bar stays open until midnight.' },
  { title: 'Where we are', text: 'You find us at 7 Mill Lane, next to the old town hall. There is a public garage across the street.' },
  { title: 'Reservations', text: 'Tables can be reserved by telephone up to four weeks ahead. We hold a table for fifteen minutes. For groups of more than eight we ask for a deposit of ten euros per person.' },
  { title: 'Menu', text: 'We cook Italian dishes with vegetables from the region. There are always three vegetarian and two vegan dishes. Gluten-free pasta is available on request.' },
  { title: 'Lunch menu', text: 'The lunch menu has two courses and costs 16 euros. It changes every week.' },
  { title: 'Dogs', text: 'Dogs are welcome on the terrace, but not inside.' },
  { title: 'Takeaway', text: 'You can order food to take away until nine in the evening. We do not deliver.' },
  { title: 'Gift vouchers', text: 'Gift vouchers can be bought at the bar and are valid for three years.' },
];

export const RESTAURANT_ANSWERABLE: readonly (readonly [question: string, title: string])[] = [
  ['Are you open on Tuesday?', 'Opening hours'], ['When does the kitchen close?', 'Opening hours'], ['Until when is the bar open?', 'Opening hours'],
  ['Where can I find you?', 'Where we are'], ['What is your address?', 'Where we are'], ['Where can I park?', 'Where we are'],
  ['Can I reserve a table by phone?', 'Reservations'], ['How long do you hold a table?', 'Reservations'], ['Do I need to pay a deposit for a group?', 'Reservations'],
  ['How far ahead can I make a reservation?', 'Reservations'], ['Do you have vegetarian food?', 'Menu'], ['Is there anything vegan?', 'Menu'],
  ['Do you have gluten free pasta?', 'Menu'], ['What kind of food do you cook?', 'Menu'], ['How much is the lunch menu?', 'Lunch menu'],
  ['How many courses does lunch have?', 'Lunch menu'], ['Does the lunch menu change?', 'Lunch menu'], ['Can I bring my dog?', 'Dogs'],
  ['Are dogs allowed inside?', 'Dogs'], ['Do you deliver?', 'Takeaway'], ['Can I order food to take away?', 'Takeaway'],
  ['Do you do takeaway?', 'Takeaway'], ['Do you sell gift vouchers?', 'Gift vouchers'], ['How long is a voucher valid?', 'Gift vouchers'],
  ['Where can I buy a gift voucher?', 'Gift vouchers'],
];

export const RESTAURANT_UNANSWERABLE: readonly string[] = [
  'Do you have live music?', 'Is there a playground for children?', 'What is the name of the chef?', 'Can I pay with bitcoin?',
  'Do you have a wheelchair ramp?', 'What is the weather like?', 'Can you fix my bicycle?', 'Do you offer cooking classes?', 'Is there wifi?',
  'Do you have high chairs?', 'Do you serve breakfast?', 'Who is the mayor?',
];
