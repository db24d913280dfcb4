/** How the Indonesian and the English names of the months begin, with what is written for them as well ("Nopember"). */
const beginnings =
  "jan:1 feb:2 peb:2 mar:3 apr:4 mei:5 may:5 jun:6 jul:7 agu:8 aug:8 ags:8 agt:8 sep:9 okt:10 oct:10 nov:11 nop:11 des:12 dec:12"
    .split(" ")
    .map((one) => one.split(":"))
    .map(([name = "", month = ""]): [string, number] => [name, Number(month)]);

/** The name of a month inside a pattern, its beginning captured; read without regard to case. */
export const monthPattern = String.raw`(${beginnings.map(([name]) => name).join("|")})[a-z]{0,7}\.?`;

/** The month (1-12) of a beginning that `monthPattern` captured; 0 for anything else. */
export const monthOfWord = (captured: string): number =>
  new Map(beginnings).get(captured.slice(0, 3).toLowerCase()) ?? 0;
