import { expect, test } from 'vitest';
import { emailFault, normalizeEmail } from './email-address.js';

test('one address has one form, however it is written', () => {
  expect(normalizeEmail(' Anna.Müller@Example.COM ')).toBe('anna.müller@example.com');
  for (const same of ['ada@xn--mller-kva.example', 'ADA@MÜLLER.example', 'ada@Mu\u0308ller.example', 'ａｄａ＠müller．example']) expect(normalizeEmail(same), same).toBe('ada@müller.example');
  expect(normalizeEmail('demo@localhost')).toBe('demo@localhost');
});

test('what is no address is none', () => {
  for (const wrong of [
    '', 'a', '@', 'a@', '@b', 'a b@example.com', 'a@b@example.com', '.a@example.com', 'a.@example.com', 'a..b@example.com', 'a@-', 'a@exa mple.com', 'a@example.com.', 'a@example..com', 'a@[127.0.0.1]', 'a@127.0.0.1', 'a@123', 'a@0x7f.1',
    '"a"@example.com', 'a,b@example.com', 'a<b@example.com', 'a@example.com\r\nBcc: x', 'a@xn--a.example', `${'a'.repeat(65)}@example.com`, `a@${'b.'.repeat(200)}example`, `${'a'.repeat(5_000)}@example.com`,
  ]) {
    expect(normalizeEmail(wrong), wrong).toBeUndefined();
    expect(emailFault(wrong), wrong).toBeDefined();
  }
});

test('addresses of every language are fine', () => {
  for (const right of ['anna.müller+parley@example.com', 'иван@почта.рф', 'иван@example.com', 'δημήτρης@example.gr', '田中さん.tanaka@例え.jp', 'タナカtanaka@example.jp', '用户@例子.中国', '김철수kim@example.kr', "o'neil_1@example.ie", 'שרה@example.co.il', 'नीता@example.in', 'a@b', 'əli@example.az', 'đặng@example.vn']) {
    expect(emailFault(right), right).toBeUndefined();
  }
});

test('what could be taken for another address is refused, with the reason', () => {
  // A Cyrillic а among Latin letters, before and after the @.
  expect(emailFault('p\u0430ypal@example.com')).toMatch(/before the @ mixes/);
  expect(emailFault('ada@p\u0430ypal.com')).toMatch(/after the @ mixes/);
  expect(emailFault('ada@xn--pypal-4ve.com')).toMatch(/after the @ mixes/);
  expect(emailFault('иван.smith@example.com')).toMatch(/before the @ mixes/);
  expect(emailFault('a1٣@example.com')).toMatch(/mixes/);
  // Only Cyrillic, and reads as "ace" and "scope".
  expect(emailFault('асе@example.com')).toMatch(/before the @ is made of letters that look like/);
  expect(emailFault('ada@ѕсоре.com')).toMatch(/after the @ is made of letters that look like/);
  expect(emailFault('ɡooɡle@example.com')).toMatch(/look like/);
  expect(emailFault('ad\u200da@example.com')).toMatch(/cannot be seen/);
  expect(emailFault('ada\u202e@example.com')).toMatch(/cannot be seen/);
  expect(emailFault('a\u0300\u0301\u0302@example.com')).toMatch(/look like/);
});
