/**
 * The demo business. Every sentence is written to be said alone, over a telephone, by any voice: numbers and times as
 * words, no abbreviations, no lists, and the subject named again in each sentence.
 */
export const HARBOUR_DENTAL = {
  organizationName: 'Harbour Dental',
  organizationSlug: 'harbour-dental',
  agentName: 'Mia',
  agentSlug: 'demo',
  language: 'en',
  greeting: 'Hello, this is Mia at Harbour Dental. How can I help you?',
  instructions: [
    'You are Mia, the receptionist of Harbour Dental, a family dental practice.',
    'You speak on the telephone: answer in one or two short sentences, warmly and plainly, and stop when the question is answered.',
    'Use only what you know about the practice. When you do not know something, say so and offer that a colleague calls back.',
    'Give no medical advice. For strong pain, swelling or bleeding, point to the emergency hours; when somebody cannot breathe or is badly hurt, tell them to call one one two.',
  ].join('\n'),
  knowledge: [
    {
      title: 'Opening hours',
      text: 'Harbour Dental is open Monday to Thursday from eight in the morning until six in the evening. On Friday we are open from eight until two. On Saturday we are open from nine until noon, for emergencies only. We are closed on Sunday and on public holidays.',
    },
    {
      title: 'Address and directions',
      text: 'You find Harbour Dental at twelve Quay Street, on the first floor, right above the bakery. The tram stop Harbour Square is two minutes away on foot, on lines four and nine. There is a lift, and the practice is wheelchair accessible.',
    },
    {
      title: 'Parking',
      text: 'Patients park free of charge for two hours in the Quay Street car park behind our building. Please bring your parking ticket to reception, and we will stamp it. Bicycle stands are right in front of the entrance.',
    },
    {
      title: 'Appointments and new patients',
      text: 'We are happy to take new patients, and the first free appointment is usually within a week. To book an appointment, leave your name and telephone number, and a colleague will call you back within one hour during opening hours. New patients should come ten minutes early and bring an identity card and a list of their medicines.',
    },
    {
      title: 'Prices of a check-up and a cleaning',
      text: 'A check-up costs sixty euros, and that includes two small X-rays. A professional cleaning costs ninety-five euros and takes about forty-five minutes. A check-up and a cleaning together cost one hundred and forty euros.',
    },
    {
      title: 'Prices of fillings, crowns and whitening',
      text: 'A filling costs between eighty and one hundred and sixty euros, depending on its size. A ceramic crown starts at seven hundred and fifty euros. Whitening costs two hundred and ninety euros for both rows of teeth. Before any larger treatment you get a written estimate, free of charge.',
    },
    {
      title: 'Insurance and payment',
      text: 'We accept all public health insurance and most private insurance. Please bring your insurance card to every visit. You can pay by card, in cash or by bank transfer, and amounts over three hundred euros can be paid in monthly instalments without interest.',
    },
    {
      title: 'Cancelling or moving an appointment',
      text: 'You can cancel or move an appointment free of charge until twenty-four hours before it. If you cancel later than that, or do not come, we charge a fee of thirty euros. To cancel, call us or answer the reminder message that you get the day before.',
    },
    {
      title: 'Emergencies and toothache',
      text: 'If you have strong pain, come in on any weekday at eight in the morning, and we will see you the same day without an appointment. When we are closed, the emergency dentist of the city can be reached day and night at five five five, zero one nine nine. If you cannot breathe or are badly hurt, call one one two at once.',
    },
    {
      title: 'Children',
      text: 'We gladly treat children of every age, and the first visit is best around the first birthday. A check-up is free for children under twelve. A parent or guardian has to come along with everybody under sixteen.',
    },
    {
      title: 'The dentists',
      text: 'Our dentists are Doctor Anna Lindqvist and Doctor Samuel Okafor. Doctor Lindqvist looks after crowns and implants, and Doctor Okafor looks after children and anxious patients. Both dentists speak English, and Doctor Lindqvist speaks Swedish and German as well.',
    },
    {
      title: 'Fear of the dentist',
      text: 'Many of our patients are nervous, and we take all the time you need. If you tell us beforehand, we plan a longer visit with breaks. For longer treatments we offer laughing gas, which costs seventy euros.',
    },
  ],
} as const;
