import { wordsOf } from "./normalize";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const WHY = words("kenapa knp knapa mengapa kok ngopo ngapa why alasan");
const MESSAGE = words("pesan pesannya chat wa sms pengingat notifikasi message messages reminder pesen");
/** Any other word asks about something else: "kenapa ada pesan minta uang" is about a swindler. */
const AROUND = words(
  "ini itu tadi iki kuwi saya aku kami kulo kula dapat dapet dapete dikirim dikirimi dikirimin kirim mengirim kirimi kirimin " +
    "terima menerima nerima ada bisa masuk terus kamu anda ke yang otomatis lagi ya pak bu mas mbak min kak " +
    "did do i get am getting this was sent you send me the",
);

/** Whether somebody asks why the message was sent that they have received: "kenapa saya dapat pesan ini?". */
export function asksWhySent(typed: string): boolean {
  const said = wordsOf(typed);
  if (said.length > 10 || !said.some((word) => WHY.has(word)) || !said.some((word) => MESSAGE.has(word))) return false;
  return said.every((word) => WHY.has(word) || MESSAGE.has(word) || AROUND.has(word));
}
