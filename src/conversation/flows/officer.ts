import { defineFlow } from "../flow";
import * as amount from "./officer-amount";
import * as bills from "./officer-bills";
import { callsText, showCalls } from "./officer-calls";
import { countsTexts } from "./officer-cases";
import * as desk from "./officer-desks";
import * as facts from "./officer-facts";
import * as card from "./officer-kpj";
import { menu } from "./officer-menu";
import * as photos from "./officer-photos";
import * as questions from "./officer-questions";
import { asShown } from "./officer-replaced";
import * as mistake from "./officer-take-back";
import { begin, open } from "./officer-ways";

/**
 * An officer's work by chat: registrations, proofs, confirmations to take back, tasks, the KPJ, the day's figures, and back to the menu after each.
 * An errand, because half a case is worth nothing later: what was left open waits in the queue.
 */
export const officer = defineFlow<desk.OfficerWork>()({
  id: "officer",
  title: { key: "officer.title" },
  version: 2,
  start: "begin",
  errand: true,
  // Officers are themselves whom PETUGAS calls.
  helpOffer: { key: "officer.help-offer" },
  steps: {
    begin: { type: "act", run: begin },
    notOfficer: { type: "finish", say: () => [{ key: "officer.not-officer" }], outcome: "declined" },
    menu: { ...menu, next: "open" },
    open: { type: "act", run: open },
    left: { type: "finish", say: () => [{ key: "officer.left" }], outcome: "completed" },

    offices: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "office-coordinator" }) },

    nextCase: { type: "act", run: desk.nextCase },
    case: { ...desk.workerCase, next: "menu" },
    skipCase: { type: "act", run: desk.skipCase },
    accept: { type: "act", run: desk.accept },
    reason: { ...desk.reason, next: "note" },
    note: { ...desk.note, next: "reject" },
    reject: { type: "act", run: desk.reject },

    nextProof: { type: "act", run: desk.nextProof },
    proof: { ...desk.proof, next: "menu" },
    skipProof: { type: "act", run: desk.skipProof },
    confirmProof: { type: "act", run: asShown(desk.confirmProof) },
    proofAmount: { ...amount.proofAmount, next: "amountCheck" },
    amountCheck: amount.amountCheck,
    confirmAmount: { type: "act", run: asShown(amount.confirmAmount) },
    bill: { ...bills.bill, next: "menu" },
    billFound: bills.billFound,
    billUnpaid: { ...bills.billUnpaid, next: "confirmBill" },
    confirmBill: { type: "act", run: asShown(bills.confirmBill) },
    proofReason: { ...desk.proofReason, next: "proofNote" },
    proofNote: { ...desk.proofNote, next: "rejectProof" },
    rejectProof: { type: "act", run: asShown(desk.rejectProof) },

    takeBackFind: { ...mistake.takeBackFind, next: "takeBackWhich" },
    takeBackWhich: { ...mistake.takeBackWhich, next: "takeBackChosen" },
    takeBackChosen: { type: "act", run: mistake.takeBackChosen },
    takeBackCase: { ...mistake.takeBackCase, next: "menu" },
    takeBackReason: { ...desk.proofReason, prompt: () => [{ key: "officer.take-back.reason" }], next: "takeBackNote" },
    takeBackNote: { ...desk.proofNote, next: "takeBack" },
    takeBack: { type: "act", run: mistake.takeBack },

    nextTask: { type: "act", run: desk.nextTask },
    task: { ...desk.task, next: "menu" },
    photo: { ...photos.photo, next: "task" },
    nextPhoto: { type: "act", run: photos.nextPhoto },
    closePhotos: { type: "act", run: photos.closePhotos },
    skipTask: { type: "act", run: desk.skipTask },
    taskAnswer: { ...desk.taskAnswer, next: "taskCheck" },
    taskCheck: { ...desk.taskCheck, next: "sendAnswer" },
    sendAnswer: { type: "act", run: desk.sendAnswer },
    taskDone: { type: "act", run: desk.closeTask },

    kpjNumber: { ...card.kpjNumber, next: "kpj" },
    kpj: { ...card.kpj, next: "kpjCheck" },
    kpjCheck: { ...card.kpjCheck, next: "recordKpj" },
    recordKpj: { type: "act", run: card.recordKpj },

    nextQuestion: { type: "act", run: questions.nextQuestion },
    question: { ...questions.question, next: "menu" },
    skipQuestion: { type: "act", run: questions.skipQuestion },
    questionAnswer: { ...questions.questionAnswer, next: "questionUse" },
    questionUse: { ...questions.questionUse, next: "settleQuestion" },
    questionBasis: { ...questions.questionBasis, next: "settleQuestion" },
    questionOutside: { type: "act", run: questions.questionOutside },
    settleQuestion: { type: "act", run: questions.settleQuestion },

    nextFact: { type: "act", run: facts.nextFact },
    fact: { ...facts.fact, next: "factChosen" },
    factChosen: { type: "act", run: facts.factChosen },
    figure: { ...facts.figure, next: "factValue" },
    factValue: { ...facts.factValue, next: "factFrom" },
    factFrom: { ...facts.factFrom, next: "factSource" },
    factSource: { ...facts.factSource, next: "factCheck" },
    factUntil: { ...facts.factUntil, next: "factCheck" },
    factCheck: { ...facts.factCheck, next: "saveFact" },
    saveFact: { type: "act", run: facts.saveFact },

    calls: { type: "act", run: showCalls },
    counts: {
      type: "say",
      say: (_given, context) => {
        const counts = context.look("officer-counts", {});
        const calls = context.look("calls-waiting", {});
        if (!counts || calls === null) return [{ key: "officer.not-officer" }];
        return [...countsTexts(counts), { key: "calls.waiting", params: { waiting: callsText(calls) } }];
      },
      next: "menu",
    },
  },
});
