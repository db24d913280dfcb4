/** The same conversation for everybody: eight questions, and in the end all answers told again. */
export const questions = [
  "Siapa nama Bapak/Ibu?",
  "Di desa mana Bapak/Ibu tinggal?",
  "Apa pekerjaan Bapak/Ibu?",
  "Berapa hari Bapak/Ibu bekerja dalam seminggu?",
  "Siapa yang ikut bekerja bersama Bapak/Ibu?",
  "Apa nama pasar atau tempat bekerja itu?",
  "Dengan apa Bapak/Ibu berangkat bekerja?",
  "Siapa yang dapat kami hubungi bila perlu?",
] as const;

/** What opens it. */
export const opening = "mulai wawancara";

const invented = ["Contoh", "Bandungan", "penjahit", "enam", "adik", "Karangjati", "sepeda", "tetangga"] as const;

/** What the person of this number answers to the question of that number, both from 0. Nobody else says the same. */
export function answerOf(session: number, question: number): string {
  return `${invented[question] ?? ""} tiruan ${session}`;
}

/** What is said in the end. */
export function ending(answers: readonly string[]): string {
  return `Terima kasih. Jawaban Bapak/Ibu: ${answers.join("; ")}.`;
}

/** What the person of this number should hear in the end. */
export function rightEnding(session: number): string {
  return ending(questions.map((_, question) => answerOf(session, question)));
}
