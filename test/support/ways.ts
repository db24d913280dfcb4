import type { ChatTown, Chatter } from "./chat";

/** The typed answers of a registration of oneself, by question; a test changes one and says the rest. */
export const registration = {
  relation: "1",
  nik: "3322015708900001",
  nikCheck: "betul",
  name: "Sumarni Lestari",
  phone: "0812 3456 7890",
  place: "ds. kalisidi",
  occupation: "petani",
  insured: "belum",
  income: "1",
  programmes: "1",
  payer: "2",
  sharesNik: "ya",
} as const;

/** A question of the registration. */
export type RegistrationQuestion = keyof typeof registration;

/** Meets us, agrees, and chooses to register. */
export async function beginsRegistration(person: Chatter): Promise<string> {
  return person.saysAll("daftar", "setuju");
}

/** Answers the questions of a registration from `from` up to and without `upTo`; returns what is asked then. */
export async function answers(
  person: Chatter,
  upTo: RegistrationQuestion | "review",
  changes: Partial<Record<RegistrationQuestion, string>> = {},
  from: RegistrationQuestion = "relation",
): Promise<string> {
  const questions = Object.keys(registration) as RegistrationQuestion[];
  const last = upTo === "review" ? questions.length : questions.indexOf(upTo);
  const said = questions.slice(questions.indexOf(from), last).map((name) => changes[name] ?? registration[name]);
  return person.saysAll(...said);
}

/** Comes to a question of the registration, from the first word; returns what is asked. */
export async function comesTo(person: Chatter, question: RegistrationQuestion): Promise<string> {
  await beginsRegistration(person);
  return answers(person, question);
}

/** The stored worker of a registration number, with what is stored of the person. */
export async function savedRegistration({ repositories }: ChatTown, number: string) {
  const worker = await repositories.workers.findByNumber(number);
  const person = worker && (await repositories.persons.find(worker.personId));
  return { ...worker, ...person };
}

/** A registration from the first word to the summary. */
export async function comesToReview(
  person: Chatter,
  changes: Partial<Record<RegistrationQuestion, string>> = {},
): Promise<string> {
  await beginsRegistration(person);
  return answers(person, "review", changes);
}

/** A whole registration; returns the registration number. */
export async function registers(
  person: Chatter,
  changes: Partial<Record<RegistrationQuestion, string>> = {},
): Promise<string> {
  await comesToReview(person, changes);
  const heard = await person.says("1");
  return /KL-\w{4}-\w{3}/u.exec(heard)?.[0] ?? "";
}

/** Where somebody stands: flow and step; "menu" outside of every flow. */
export function placeOf(person: Chatter): string {
  const { position } = person.session().state;
  return position ? `${position.flow}/${position.step}` : "menu";
}

/** What somebody has answered in the flow in hand. */
export function answersOf(person: Chatter): Readonly<Record<string, unknown>> {
  return person.session().state.position?.answers ?? {};
}
