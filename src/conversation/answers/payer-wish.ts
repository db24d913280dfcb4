import { wordsOf } from "./normalize";

const PHRASES = new Set(
  (
    "siapa sponsor saya,sponsor saya siapa,siapa sponsorku,sponsorku siapa,siapa nama sponsor saya,nama sponsor saya," +
    "nama sponsor saya siapa,siapa yang jadi sponsor saya,siapa yang menjadi sponsor saya,siapa yang bayar iuran saya," +
    "siapa yang membayar iuran saya,iuran saya dibayar siapa,iuran saya siapa yang bayar,iuran saya yang bayar siapa," +
    "sopo sponsorku,sponsorku sopo,sapa sponsorku,sing mbayar iuranku sopo,sinten sponsor kula,sponsor kula sinten," +
    "who is my sponsor"
  ).split(","),
);
const COURTESY = /(?: (?:ya|nggih|pak|bu|mas|mbak|min|to|sih|kak))+$/u;

/** Whether somebody asks who pays for her: "siapa sponsor saya ya pak". */
export function asksWhoPays(typed: string): boolean {
  return PHRASES.has(wordsOf(typed).join(" ").replace(COURTESY, ""));
}
