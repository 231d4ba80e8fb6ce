import { z } from "@hono/zod-openapi";

/** The passwords of twelve and more characters that lists of stolen ones begin with; short ones are refused anyway. */
const COMMON = new Set(
  `000000000000 012345678910 0123456789ab 098765432100 100200300400 101010101010 111111222222 112233445566 121212121212
  123123123123 1234567890-= 12345678900987654321 123456789012 1234567890123 12345678901234 123456789012345
  1234567890123456 1234567890abc 1234567890qw 1234567890qwertyuiop 123456789abc 123456789asd 123456789qwe
  123456789qwerty 1234qwerasdf 123654789987 123qwe123qwe 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc
  1qaz2wsx3edc4rfv 987654321012 a1b2c3d4e5f6 abc123abc123 abcd1234abcd abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz
  administrator administrator1 asdasdasdasd asdfasdfasdf asdfghjkl123 asdfghjkl;'\\ changeme1234 changemenow1 charlie12345
  computer1234 correcthorsebatterystaple dragon123456 football1234 iloveyou1234 iloveyouforever
  iloveyousomuch letmein12345 letmeinplease liverpoolfc1 manchesterunited monkey123456 mypassword12 mypassword123
  newpassword1 newpassword123 p@ssw0rd1234 p@ssword1234 pa$$w0rd1234 password0000 password1234 password12345
  password123456 password123456789 password1password passwordpassword q1w2e3r4t5y6 q1w2e3r4t5y6u7i8o9p0 qazwsxedcrfv
  qazwsxedcrfvtgb qqww1122qqww qwe123qwe123 qweasdzxc123 qweqweqweqwe qwerasdfzxcv qwert1234567 qwerty123456
  qwerty1234567 qwerty123456789 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234567890 qwertyuiop[]
  qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm secret123456 spongebob123 starwars1234 sunshine1234 superman1234
  temppassword trustno1trustno1 unknownpassword welcome12345 welcome123456 welcomehome1 zaq12wsxcde3 zaq1xsw2cde3
  zxcvbnm12345 zxcvbnm123456 zxcvbnmasdfghjkl`.split(/\s+/),
);
const DIFFERENT_MIN = 4;

/** A new password. Nothing about it is changed before it is hashed, so what was typed is what must be typed again. */
export const Password = z
  .string()
  .min(12)
  .max(256)
  .refine(isUncommon, "This is one of the passwords that are guessed first; choose another.");

function isUncommon(password: string): boolean {
  const plain = password.toLowerCase();
  return !COMMON.has(plain) && new Set(plain).size >= DIFFERENT_MIN;
}
