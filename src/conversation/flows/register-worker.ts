import { defineFlow } from "../flow";
import { draftOf, type Registration, reviewLines } from "./register-worker-draft";
import * as work from "./register-worker-occupation";
import * as ask from "./register-worker-questions";

/** Registers a worker: for oneself, or for somebody without a phone. Saved in one act, after the summary. */
export const registerWorker = defineFlow<Registration>()({
  id: "register-worker",
  title: { key: "register.title" },
  version: 1,
  start: "relation",
  needsConsent: true,
  steps: {
    relation: { ...ask.relation, next: "helperConsent" },
    helperConsent: { ...ask.helperConsent, skip: ({ relation }) => relation !== "helper", next: "nik" },
    askFirst: { type: "finish", say: () => [{ key: "register.ask-first" }], outcome: "declined" },
    nik: { ...ask.nik, next: "nikCheck" },
    nikCheck: { ...ask.nikCheck, next: "nikChecked" },
    nikChecked: { type: "act", run: ask.nikChecked },
    bornOn: { ...ask.bornOn, next: "nikStatus" },
    nikStatus: { type: "act", run: ask.nikStatus },
    alreadyOwn: {
      type: "finish",
      say: () => [{ key: "register.already-own" }],
      outcome: "declined",
      follow: () => ({ flow: "status" }),
    },
    taken: { type: "finish", say: () => [{ key: "register.taken" }], outcome: "declined" },
    tooOld: { type: "finish", say: () => [{ key: "register.too-old" }], outcome: "declined" },
    name: { ...ask.name, next: "phone" },
    phone: { ...ask.phone, next: "district" },
    district: { ...ask.district, next: "village" },
    village: { ...ask.village, next: "occupation" },
    occupation: { ...work.occupation, next: "transport" },
    transport: { ...ask.transport, next: "oneWork" },
    oneWork: { type: "act", run: work.noSecondWork },
    // Reached from the summary only.
    secondOccupation: { ...work.secondOccupation, next: "insured" },
    insured: { ...ask.insured, next: "income" },
    income: { ...ask.income, next: "programmes" },
    programmes: { ...ask.programmes, next: "payer" },
    payer: { ...ask.payer, next: "sharesNik" },
    sharesNik: { ...ask.sharesNik, skip: ({ payer }) => payer !== "sponsor", next: "review" },
    review: {
      type: "review",
      intro: { key: "register.review" },
      lines: reviewLines,
      next: "submit",
      help: { key: "register.review-help" },
    },
    submit: {
      type: "act",
      run: (given, context) => {
        const outcome = context.perform("submit-worker", draftOf(given, context));
        if (outcome.status === "already-registered") return { next: "taken" };
        return { next: "done", set: { number: outcome.number } };
      },
    },
    done: {
      type: "finish",
      say: ({ number = "", relation, payer }) => [
        { key: "register.done", params: { number } },
        { key: `register.done-next.${payer === "sponsor" ? "sponsor" : "self"}` },
        ...(relation === "helper" ? [{ key: "register.done-helper" }] : []),
      ],
      outcome: "completed",
    },
  },
});
