import { squeeze, wordsOf } from "./normalize";

/** A courtesy that asks for nothing. */
export type SmallTalk = "greeting" | "thanks" | "fine";

const said: Readonly<Record<SmallTalk, string>> = {
  greeting:
    "halo,hallo,hai,hi,hey,hello,assalamualaikum,assalamu alaikum,asalamualaikum,ass wr wb,assalamualaikum wr wb,salam,shalom,selamat pagi,selamat siang,selamat sore,selamat malam,pagi,siang,sore,malam,permisi,kulonuwun,kulo nuwun,sugeng enjing,sugeng siang,sugeng sonten,sugeng ndalu,monggo,p,ping,tes,test,punten,good morning",
  thanks:
    "terima kasih,terimakasih,trims,makasih,makasi,mksh,makasih ya,makasih banyak,terima kasih banyak,matur nuwun,matursuwun,matur suwun,suwun,nuwun,kesuwun,thanks,thank you,thx,tq,tks,alhamdulillah,jazakallah",
  fine: "ok,oke,okay,baik,siap,sip,iya,ya,nggih,inggih,oh,oh begitu,paham,mengerti,sampun,cukup,tidak,ndak,mboten,good,jelas",
};

const known = new Map(
  Object.entries(said).flatMap(([talk, list]) =>
    list.split(",").map((one): [string, SmallTalk] => [squeeze(one), talk as SmallTalk]),
  ),
);
const around = new Set("pak bu bapak ibu mas mbak min kak admin ya nggih".split(" "));

/** The courtesy that the whole text is, or null. "fine" means something only where nothing is being asked. */
export function readSmallTalk(typed: string): SmallTalk | null {
  const words = wordsOf(typed);
  if (words.length === 0 || words.length > 6) return null;
  const whole = known.get(squeeze(words.join(" ")));
  if (whole) return whole;
  return known.get(squeeze(words.filter((word) => !around.has(word)).join(" "))) ?? null;
}
