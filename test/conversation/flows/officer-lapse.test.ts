import { taskCaseTexts } from "../../../src/conversation/flows/officer-cases";
import { changeDueItem } from "../../../src/domain/contribution/due-item";
import { atHour, type IsoDay } from "../../../src/domain/shared/calendar";
import { rupiah } from "../../../src/domain/shared/money";
import { callForLapses } from "../../../src/operations/lapse-calls";
import { openLapseTasks } from "../../../src/operations/lapse-tasks";
import { addMonthTasks } from "../../../src/operations/month-tasks";
import { endOfficer } from "../../../src/operations/officer-admin";
import { openPeople, type People } from "../../support/people";
import { monthsGoBy, nightsIn, silentSponsor } from "../../support/silent-town";
import { places } from "../../support/town";

/** Pak Lurah, three days before the last day of a worker whose sponsor fell silent. */
async function desk(prepare?: (people: People) => Promise<void>) {
  const people = await openPeople("2026-11-05T09:00:00+07:00");
  const { acts, town } = people;
  await people.officer("Officer");
  const { workerId } = await silentSponsor(acts, { phone: "+6281234567890" as never });
  const goesOn = async (day: string): Promise<void> => {
    await monthsGoBy(acts, atHour(day as IsoDay, 9));
    town.now = acts.now;
  };
  await prepare?.(people);
  await goesOn("2027-02-12");
  const [item] = (await acts.itemsOf(workerId)).slice(-1);
  if (item === undefined) throw new Error("no month is open");
  await openLapseTasks(acts.deps, [item], acts.now);
  return { people, goesOn, item, workerId, chat: town.person("Pak Lurah") };
}

describe("an officer who reads of a protection that is about to end", () => {
  it("reads until when, what one payment is, whom to call, what is lost, and what it saves", async () => {
    const { chat } = await desk();
    const shown = await chat.saysAll("periksa", "3");
    for (const line of [
      "Perlindungan hampir berhenti. Mohon hubungi pekerjanya",
      "Nama: Sumarni1 Lestari",
      "HP: 081234567890",
      "2 bulan belum dibayar, hari terakhir 15 Februari 2027",
      "Yang perlu dibayar: iuran Februari 2027, Rp 16.800",
      "biaya kecelakaan kerja dan santunan kematian tidak bisa diklaim",
      "Satu bulan saja dibayar, hitungan 3 bulan itu berhenti",
      "Tidak ada sponsor siaga yang menggantikan",
    ])
      expect(shown).toContain(line);
    expect(shown).not.toContain("3322015708900001");
    expect(shown).not.toContain("tidak dibayar dua kali");
  });

  it("reads by how much the sum is less because something was paid too much", async () => {
    const { people, chat, item } = await desk();
    expect(await chat.saysAll("periksa", "3")).not.toContain("kelebihan bayar");
    const { dueItems } = people.town.repositories;
    await dueItems.save({ ...item, credit: rupiah(4_000) });
    expect(await chat.says("ulang")).toContain(
      "Yang perlu dibayar: iuran Februari 2027, Rp 12.800 (sudah dikurangi kelebihan bayar Rp 4.000)",
    );
  });

  it("reads to ask first where a proof did not hold, and to look where one waits", async () => {
    const { people, chat } = await desk();
    const proofId = await people.acts.pays("Retno");
    const waiting = await chat.saysAll("periksa", "3");
    expect(waiting).toContain("ada yang melapor sudah membayar");
    expect(waiting).not.toContain("hari terakhir");
    await people.acts.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await chat.says("ulang")).toContain("Tanyakan dulu, supaya tidak dibayar dua kali");
  });

  it("reads that it has ended, once it has", async () => {
    const { chat, goesOn } = await desk();
    await goesOn("2027-02-16");
    const shown = await chat.saysAll("periksa", "3");
    expect(shown).toContain("Perlindungan ini sudah berhenti");
    expect(shown).not.toContain("hampir berhenti");
  });

  it("reads whom to call and which month to pay once it has ended, also the month after", async () => {
    const { people, chat, goesOn, workerId } = await desk();
    await goesOn("2027-02-16");
    const called = "Nama: Sumarni1 Lestari\nHP: 081234567890\nYang perlu dibayar: iuran";
    const shown = await chat.saysAll("periksa", "3");
    expect(shown).toContain(`${called} Februari 2027, Rp 16.800\nMasuk`);
    expect(shown).not.toContain("hari terakhir");
    await nightsIn(people.acts, "2027-03-02");
    people.town.now = people.acts.now;
    expect(await chat.saysAll("menu", "periksa", "3")).toContain(`${called} Maret 2027, Rp 16.800\n`);
    await people.acts.does("Asih", "withdraw-worker", { workerId });
    expect(await chat.saysAll("menu", "periksa", "3")).not.toContain("081234567890");
  });
});

describe("an officer to whom the registration is not open", () => {
  /** Leaves the kecamatan of the worker without any officer. */
  const onlyFar = async ({ acts, town, officer }: People): Promise<void> => {
    await officer("Far", { type: "district", districtCode: places.tengaran.districtCode });
    for (const who of ["Officer", "Pak Lurah"]) {
      const { id } = await acts.contact(who);
      await endOfficer(acts.deps, (await town.repositories.officers.findByContact(id))?.id ?? "", acts.now);
    }
  };

  it("reads in the call and in the task how to reach somebody all the same, and does", async () => {
    const { people, workerId } = await desk(onlyFar);
    const { acts, town } = people;
    await callForLapses(town.deps, town.now);
    const far = town.person("Far");
    const { id } = await far.contact();
    const call = town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text;
    expect(call).toContain("Mohon hubungi orangnya: caranya ada di Permintaan warga.");
    const shown = await far.saysAll("periksa", "3");
    expect(shown).toContain("Nama dan nomornya tidak dibuka untuk wilayah Bapak/Ibu");
    expect(shown).toContain("Mohon kabari yang mendaftarkannya lewat Jawab");
    for (const hidden of ["Sumarni", "081234567890"]) expect(shown).not.toContain(hidden);
    expect(await far.saysAll("1", "Iuran Februari belum dibayar", "1")).toContain("Jawaban sudah dikirim");
    const worker = await acts.workerNow(workerId);
    const { contactId } = worker.registeredBy;
    const heard = town.notices.filter((notice) => notice.contactId === contactId).at(-1)?.text;
    expect(heard).toContain("Iuran Februari belum dibayar");
  });

  it("reads that a name cannot be opened where that is the reason", async () => {
    const { people, chat, workerId } = await desk();
    const { personId } = await people.acts.workerNow(workerId);
    jest.spyOn(people.town.repositories.persons, "findMany").mockImplementation(async (ids) => {
      if (ids.includes(personId)) throw new Error("unreadable");
      return [];
    });
    expect(await chat.saysAll("periksa", "3")).toContain("Nama dan nomornya tidak bisa dibuka sistem");
  });
});

describe("an officer who reads of a month that is asked of nobody any more", () => {
  it("reads that the months before it are counted all the same", async () => {
    const { people, chat, workerId } = await desk();
    const { acts, town } = people;
    const [third] = (await acts.itemsOf(workerId)).slice(-1);
    const closed = third && changeDueItem(third, { type: "cancel" }, acts.now);
    if (closed?.ok) await town.repositories.dueItems.save(closed.value);
    const shown = await chat.saysAll("periksa", "3");
    for (const line of ["Perlindungan ini masih bisa berhenti", "Nama: Sumarni1 Lestari"])
      expect(shown).toContain(line);
    expect(shown).toContain("2 bulan belum dibayar, hari terakhir 15 Februari 2027");
    for (const untrue of ["tidak jadi berhenti", "Yang perlu dibayar", "hampir berhenti"])
      expect(shown).not.toContain(untrue);
  });

  it("reads to call nobody where the worker has left", async () => {
    const { people, chat, workerId } = await desk();
    await people.acts.does("Asih", "withdraw-worker", { workerId });
    const shown = await chat.saysAll("periksa", "3");
    expect(shown).toContain("Pekerja ini sudah keluar dari layanan ini, atau sudah meninggal");
    expect(shown).not.toContain("tidak jadi berhenti");
  });
});

describe("an officer who reads of a worker whose data cannot be opened", () => {
  it("reads which month nobody is reminded of, and can write to whoever registered her", async () => {
    const { people, chat } = await desk();
    const { acts, town } = people;
    const [open] = await town.repositories.tasks.open({ type: "all" }, 1);
    await acts.does("Officer", "answer-task", { taskId: open?.id ?? "" });
    const items = await acts.itemsOf(open?.workerId ?? "");
    await addMonthTasks(acts.deps, "unreadable-month", items.slice(-1), acts.now);
    const shown = await chat.saysAll("periksa", "3");
    expect(shown).toContain("Data satu pekerja tidak bisa dibuka sistem, jadi iurannya tidak kami ingatkan");
    expect(shown).toContain("Isinya: iuran Februari 2027");
    expect(shown).toContain("1. Jawab");
  });

  it("reads until when her protection can be saved, and that her name cannot be opened", () => {
    const lapse = { state: "near", latePeriods: 2, lastDay: "2027-02-15", period: "2027-02", amount: 16_800 } as never;
    const task = { taskId: "1", kind: "lapse", lapse, isUnreadable: true, createdAt: 0, canAnswer: true, waiting: 1 };
    expect(JSON.stringify(taskCaseTexts(task, 0))).toContain('"officer.task.unreadable"');
  });
});
