import type { Text } from "../../domain/shared/text";
import type { FlowContext, Given } from "../flow";
import { type Desk, desks, type OfficerWork } from "./officer-desks";

type Known = Given<OfficerWork>;

/** What officers call their desks. */
const deskWords: Readonly<Record<Desk, string>> = {
  verify: "pendaftaran,periksa,daftar",
  proofs: "bukti,bukti bayar",
  // TUGAS is the way to this menu, from everywhere.
  tasks: "permintaan,warga",
  kpj: "kpj,kartu,catat kpj",
  counts: "angka,laporan,rekap",
  calls: "telepon,daftar telepon,nelpon",
  leave: "selesai,keluar,cukup",
  facts: "fakta,fakta dan angka,angka dan fakta",
  offices: "kantor,koordinator,ganti koordinator",
  "take-back": "tarik,tarik konfirmasi,salah konfirmasi,batal konfirmasi",
  questions: "pertanyaan,pertanyaan warga,belum terjawab",
};

/** What the answers rest on, and offices of the whole regency, are for admins only. */
const forAdmins: readonly Desk[] = ["facts", "offices"];

function desksOf(context: FlowContext): readonly Desk[] {
  const isAdmin = context.look("own-affairs", {}).officer?.role === "admin";
  return isAdmin ? desks : desks.filter((desk) => !forAdmins.includes(desk));
}

/** The menu, with what waits. */
export const menu = {
  type: "choose",
  key: "desk",
  prompt: (_given: Known, context: FlowContext): Text[] => {
    const counts = context.look("officer-counts", {});
    if (!counts) return [{ key: "officer.menu" }];
    const { toVerify, proofsWaiting, tasksOpen, questionsOpen: count } = counts;
    const questions = count > 0 ? [{ key: "officer.question.waiting", params: { count } }] : [];
    return [...questions, { key: "officer.menu-waiting", params: { toVerify, proofsWaiting, tasksOpen } }];
  },
  options: (_given: Known, context: FlowContext) =>
    desksOf(context).map((value) => ({
      value,
      label: { key: `officer.menu.${value}` },
      synonyms: deskWords[value].split(","),
    })),
  why: { key: "officer.menu-why" },
  help: { key: "officer.menu-help" },
} as const;
