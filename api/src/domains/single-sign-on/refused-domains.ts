/**
 * Domains with mailboxes for everybody: no organization speaks for the people there. Nobody could publish a record for
 * them either; the list is there to say so before somebody tries.
 */
const FREE_MAIL = [
  'aol.com', 'arcor.de', 'att.net', 'bigpond.com', 'bluewin.ch', 'bt.com', 'btinternet.com', 'comcast.net', 'fastmail.com', 'fastmail.fm', 'free.fr', 'freenet.de', 'gmail.com', 'gmx.at', 'gmx.ch', 'gmx.com', 'gmx.de', 'gmx.net',
  'googlemail.com', 'hey.com', 'hotmail.co.uk', 'hotmail.com', 'hotmail.de', 'hotmail.es', 'hotmail.fr', 'hotmail.it', 'hushmail.com', 'icloud.com', 'inbox.com', 'laposte.net', 'libero.it', 'live.co.uk', 'live.com', 'live.de', 'live.fr', 'mac.com',
  'mail.com', 'mail.de', 'mail.ru', 'mailbox.org', 'mailinator.com', 'me.com', 'msn.com', 'naver.com', 'o2.pl', 'online.de', 'orange.fr', 'outlook.com', 'outlook.de', 'outlook.fr', 'pm.me', 'posteo.de', 'proton.me', 'protonmail.com', 'qq.com', 'rediffmail.com',
  'rocketmail.com', 'sbcglobal.net', 'seznam.cz', 'sfr.fr', 'sina.com', 't-online.de', 'tuta.com', 'tutanota.com', 'uol.com.br', 'verizon.net', 'virgilio.it', 'wanadoo.fr', 'web.de', 'wp.pl', 'yahoo.ca', 'yahoo.co.in', 'yahoo.co.jp', 'yahoo.co.uk',
  'yahoo.com', 'yahoo.com.au', 'yahoo.com.br', 'yahoo.de', 'yahoo.es', 'yahoo.fr', 'yahoo.it', 'yandex.com', 'yandex.ru', 'ymail.com', 'zoho.com', '126.com', '163.com',
];

/** Ends of names under which others register theirs (https://publicsuffix.org), those of two words that are met most; one word alone is refused anyway. */
const PUBLIC_SUFFIXES = [
  'ac.at', 'ac.jp', 'ac.nz', 'ac.uk', 'ac.za', 'appspot.com', 'asn.au', 'azurewebsites.net', 'blogspot.com', 'cloudfront.net', 'co.at', 'co.id', 'co.il', 'co.in', 'co.jp', 'co.ke', 'co.kr', 'co.nz', 'co.th', 'co.uk', 'co.za', 'com.ar', 'com.au', 'com.br', 'com.cn',
  'com.co', 'com.eg', 'com.es', 'com.hk', 'com.mx', 'com.my', 'com.ng', 'com.pe', 'com.ph', 'com.pk', 'com.pl', 'com.sa', 'com.sg', 'com.tr', 'com.tw', 'com.ua', 'com.vn', 'edu.au', 'firebaseapp.com', 'fly.dev', 'github.io', 'gitlab.io', 'go.jp', 'gov.au', 'gov.br', 'gov.in',
  'gov.uk', 'gv.at', 'herokuapp.com', 'id.au', 'ltd.uk', 'me.uk', 'ne.jp', 'net.au', 'net.br', 'net.cn', 'net.nz', 'net.uk', 'netlify.app', 'nhs.uk', 'onrender.com', 'or.at', 'or.jp', 'or.kr', 'org.au', 'org.br', 'org.cn', 'org.nz', 'org.uk', 'org.za', 'pages.dev', 'plc.uk', 'police.uk',
  'sch.uk', 'vercel.app', 'web.app', 'workers.dev',
];

export const isFreeMail = (domain: string): boolean => FREE_MAIL.includes(domain);
export const isPublicSuffix = (domain: string): boolean => !domain.includes('.') || PUBLIC_SUFFIXES.includes(domain);
