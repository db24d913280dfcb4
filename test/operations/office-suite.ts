import readXlsxFile from "read-excel-file/node";
import { spreadsheetKind } from "../../src/domain/payment/proof";
import { dinas, reportOf, sheetOf } from "../support/office-town";
import { Crash, DAY, dyingAfter, type Town, wishOf } from "../support/town";

const empty = {};

/** What is promised about offices, their employees and their bills. */
export function officeSuite(open: () => Promise<Town>): void {
  describe("an office", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });
    const proofOf = (effectId: string) => town.deps.ids.derive(effectId, "proof");
    const sums = async () => (await town.sees("Retno", "office-board", empty))?.sums;

    it("has employees who each stand by a worker, and shows how the month stands to its coordinator only", async () => {
      const { bill } = await dinas(town);
      expect(bill).toBe(3 * 8_400);
      const board = await town.sees("Retno", "office-board", empty);
      expect(board).toMatchObject({ name: "Dinas Contoh", employees: 3, unpaired: 0, unassigned: 0 });
      expect(board?.firstUnpaid.map(({ employeeName }) => employeeName)).toEqual(["Ani", "Budi", "Siti"]);
      expect(await town.sees("Worker1", "office-board", empty)).toBeNull();
      expect(await town.does("Worker1", "report-bill", reportOf(bill))).toEqual({ status: "not-allowed" });
      expect(await town.does("Worker1", "make-office-list", empty)).toEqual({});
    });

    it("reads a typed list line by line, enters nobody twice, and says which line could not be read", async () => {
      await dinas(town, 1);
      const text = "Rina; 1004\nBudi; 1002\n\n;;\nRina; 1004";
      expect(await town.sees("Retno", "read-staff-list", { text })).toEqual({
        fits: 1,
        firstRead: [{ name: "Rina", staffNumber: "1004" }],
        completes: 0,
        faults: [
          { line: 2, fault: "already-there" },
          { line: 4, fault: "no-name" },
          { line: 5, fault: "twice" },
        ],
      });
      const input = { text };
      expect(await town.does("Retno", "add-employees", input, { effectId: "add" })).toEqual({
        added: 1,
        completed: 0,
        left: 0,
      });
      expect(await town.does("Retno", "add-employees", input, { effectId: "add" })).toEqual({
        added: 1,
        completed: 0,
        left: 0,
      });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 4, unpaired: 3 });
    });

    it("is joined by its code, by nobody who guesses, and finds again whom the coordinator entered", async () => {
      await dinas(town, 1);
      const { code = "" } = await town.does("Retno", "office-code", empty);
      expect(await town.does("Siti", "join-office", { code })).toEqual({
        status: "name-needed",
        office: "Dinas Contoh",
      });
      expect(await town.does("Siti", "join-office", { code, name: "siti" })).toMatchObject({ status: "joined" });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 3 });
      for (let guess = 0; guess < 5; guess += 1)
        expect(await town.does("Guess", "join-office", { code: "2222-2222" })).toEqual({ status: "unknown-code" });
      expect(await town.does("Guess", "join-office", { code })).toEqual({ status: "too-many" });
    });

    it("reminds those who chat with us, once a week", async () => {
      await dinas(town);
      expect(await town.does("Retno", "remind-employees", empty)).toEqual({ status: "nobody" });
      const { code = "" } = await town.does("Retno", "office-code", empty);
      await town.does("Dewi", "join-office", { code, name: "Dewi" });
      for (let serial = 4; serial <= 4; serial += 1) await town.insured(`Worker${serial}`, serial);
      const { held } = await town.does("Retno", "make-pledges", wishOf({ kind: "office", officeName: "Dinas Contoh" }));
      await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
      await town.does("Retno", "pair-employees", empty);
      const effectId = "remind";
      expect(await town.does("Retno", "remind-employees", empty, { effectId })).toEqual({
        status: "reminded",
        count: 1,
      });
      expect(await town.does("Retno", "remind-employees", empty, { effectId })).toEqual({
        status: "reminded",
        count: 1,
      });
      expect(town.told("Dewi").filter((rule) => rule === "office.rule.remind")).toHaveLength(1);
      expect(await town.does("Retno", "remind-employees", empty)).toEqual({ status: "too-soon" });
      town.now += 8 * DAY;
      expect(await town.does("Retno", "remind-employees", empty)).toEqual({ status: "reminded", count: 1 });
    });

    it("gets its list as a spreadsheet that a library reads back, with the control total under it", async () => {
      const { bill } = await dinas(town);
      await town.does("Retno", "add-employees", { text: "=cmd()Evil; 1009" });
      const { file } = await town.does("Retno", "make-office-list", empty);
      const kept = await town.repositories.attachments.find(file?.attachmentId ?? "");
      const [sheet] = await readXlsxFile(Buffer.from(kept?.bytes ?? []));
      const rows = sheet?.data ?? [];
      expect(rows[2]?.slice(0, 2)).toEqual(["office.sheet.column.no", "office.sheet.column.employee"]);
      const months = rows.filter((row) => typeof row[0] === "number" && typeof row[6] === "number");
      expect(months.map((row) => row[6]).reduce((sum: number, amount) => sum + Number(amount), 0)).toBe(bill);
      expect(rows.at(-1)?.[6]).toBe(bill);
      expect(months.every((row) => /^\d{16}$/u.test(String(row[4])) && typeof row[4] === "string")).toBe(true);
      expect(rows.flat()).toContain("'=cmd()Evil");
    });

    it("is confirmed in one act where the control total fits, and both sides are told once", async () => {
      const { bill } = await dinas(town);
      expect(await town.does("Retno", "report-bill", reportOf(bill - 1))).toEqual({ status: "differs" });
      const reported = await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
      expect(reported).toEqual({ status: "reported", count: 3 });
      const proofId = proofOf("bill");
      expect(await town.sees("Officer", "bill-case", { proofId })).toMatchObject({
        total: bill,
        claimed: bill,
        count: 3,
      });
      expect(await town.sees("Retno", "bill-case", { proofId })).toBeNull();
      const confirm = (found: number) => town.does("Officer", "confirm-bill", { proofId, found, unpaid: [] });
      expect(await confirm(bill - 100)).toBe("differs");
      expect(await sums()).toMatchObject({ reported: { count: 3 }, paid: { count: 0 } });
      expect(await confirm(bill)).toBe("done");
      expect(await confirm(bill)).toBe("done");
      expect(await sums()).toMatchObject({ paid: { count: 3, amount: bill }, unpaid: { count: 0 } });
      expect(town.told("Retno").filter((rule) => rule === "notice.rule.confirmed.payer")).toHaveLength(1);
      expect(town.told("Worker1").filter((rule) => rule === "notice.rule.confirmed.worker")).toHaveLength(1);
    });

    it("is confirmed but for those who were not paid, whose months are open again", async () => {
      const { bill } = await dinas(town);
      await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
      const input = { proofId: proofOf("bill"), found: bill - 8_400, unpaid: [2] };
      expect(await town.does("Retno", "confirm-bill", input)).toBe("not-allowed");
      expect(await town.does("Officer", "confirm-bill", input)).toBe("done");
      expect(await sums()).toMatchObject({
        paid: { count: 2 },
        unpaid: { count: 1, amount: 8_400 },
        reported: { count: 0 },
      });
      const [left] = (await town.sees("Retno", "office-board", empty))?.firstUnpaid ?? [];
      expect(left?.employeeName).toBe("Budi");
      expect(await town.does("Retno", "report-bill", reportOf(8_400))).toEqual({ status: "reported", count: 1 });
    });

    it("is finished after a crash at any write, with each month confirmed once", async () => {
      const { bill } = await dinas(town);
      await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
      const input = { proofId: proofOf("bill"), found: bill - 8_400, unpaid: [3] };
      for (let write = 1; ; write += 1) {
        const deps = dyingAfter(town.deps, write);
        const tried = town.does("Officer", "confirm-bill", input, { effectId: "confirm", deps });
        const outcome = await tried.catch((error) => (error instanceof Crash ? "died" : Promise.reject(error)));
        if (outcome !== "died") break;
        expect(write).toBeLessThan(100);
      }
      expect(await town.does("Officer", "confirm-bill", input, { effectId: "confirm" })).toBe("done");
      expect(await sums()).toMatchObject({ paid: { count: 2, amount: bill - 8_400 }, unpaid: { count: 1 } });
      expect(town.told("Retno").filter((rule) => rule === "notice.rule.confirmed.payer")).toHaveLength(1);
    });

    it("makes the money for one worker nobody else's credit, where hers waits with another proof", async () => {
      const { bill } = await dinas(town);
      const report = (deps = town.deps) =>
        town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill", deps });
      await expect(report(dyingAfter(town.deps, 1))).rejects.toThrow(Crash);
      const { repositories, ids } = town.deps;
      const [hers] = await repositories.workers.findByContact((await town.contact("Worker1")).id);
      const [due] = await repositories.dueItems.findByWorkers([hers?.id ?? ""], 1);
      const own = { dueItemIds: [due?.id ?? ""], reference: "HERS" };
      expect(await town.does("Worker1", "report-payment", own, { effectId: "own" })).toMatchObject({ count: 1 });
      await report();

      const proofId = proofOf("bill");
      const confirm = () => town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
      expect(await town.sees("Officer", "bill-case", { proofId })).toMatchObject({
        total: bill - 8_400,
        claimed: bill,
      });
      expect(await confirm()).toBe("differs");
      expect(await sums()).toMatchObject({ reported: { count: 3 }, paid: { count: 0 } });

      await town.does("Officer", "reject-proof", { proofId: ids.derive("own", "proof"), reason: "unreadable" });
      expect(await town.sees("Officer", "bill-case", { proofId })).toMatchObject({ total: bill });
      expect(await confirm()).toBe("done");
      expect(await sums()).toMatchObject({ paid: { count: 3, amount: bill }, reported: { count: 0 } });
      const paid = await repositories.dueItems.findMany((await repositories.proofs.find(proofId))?.dueItemIds ?? []);
      expect(paid.map((item) => item.paid)).toEqual([8_400, 8_400, 8_400]);
    });

    const joined = async (who: string): Promise<void> => {
      const { code = "" } = await town.does("Retno", "office-code", empty);
      await town.does(who, "join-office", { code, name: who });
    };
    const employeeId = async (text: string): Promise<string> =>
      (await town.sees("Retno", "find-employees", { text }))[0]?.employeeId ?? "";

    it("is left by an employee, whose worker stays on its bill and whose coordinator is told once", async () => {
      const { bill } = await dinas(town);
      await joined("Siti");
      expect(await town.sees("Siti", "office-standing", empty)).toMatchObject({
        employed: { office: "Dinas Contoh", workers: [{ name: expect.stringMatching(/^Sumarni/) }] },
      });
      expect(await town.does("Siti", "leave-office", empty, { effectId: "leave" })).toBe("done");
      expect(await town.does("Siti", "leave-office", empty, { effectId: "leave" })).toBe("done");
      expect(await town.does("Siti", "leave-office", empty)).toBe("not-employed");
      expect(await sums()).toMatchObject({ unpaid: { count: 3, amount: bill } });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 2, unassigned: 1 });
      expect(town.told("Retno").filter((rule) => rule === "office.rule.left")).toHaveLength(1);
      await joined("Siti");
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 3 });
    });

    it("takes an employee off its list by its coordinator only, and tells her", async () => {
      await dinas(town);
      await joined("Siti");
      const input = { employeeId: await employeeId("1001") };
      expect(await town.does("Worker1", "remove-employee", input)).toBe("not-allowed");
      expect(await town.sees("Worker1", "find-employees", { text: "siti" })).toEqual([]);
      expect(await town.does("Retno", "remove-employee", input)).toBe("done");
      expect(town.told("Siti")).toEqual(["office.rule.removed"]);
      expect(await town.sees("Retno", "find-employees", { text: "siti" })).toEqual([]);
      expect(await town.sees("Siti", "office-standing", empty)).toEqual({});
    });

    it("forgets the employee who has her data deleted", async () => {
      await dinas(town);
      await joined("Siti");
      const id = await employeeId("siti");
      await town.does("Siti", "delete-data", empty);
      expect(await town.repositories.employees.find(id)).toBeNull();
      expect(town.told("Retno").filter((rule) => rule === "office.rule.left")).toHaveLength(1);
    });

    it("goes to the successor who says yes, with its bill, and to nobody else by the same code", async () => {
      const { bill } = await dinas(town);
      const begun = await town.does("Retno", "hand-over-office", {});
      if (begun.status !== "code") throw new Error("no code was given");
      const { code } = begun;
      expect(await town.does("Retno", "take-over-office", { code })).toBe("own-code");
      expect(await town.does("Joko", "join-office", { code })).toEqual({ status: "hand-over", office: "Dinas Contoh" });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ sums: { unpaid: { amount: bill } } });
      const taken = await Promise.all(
        ["Joko", "Dwi"].map((who) => town.does(who, "take-over-office", { code, name: who })),
      );
      expect([...taken].sort()).toEqual(["done", "unknown-code"]);
      const [one, other] = taken[0] === "done" ? ["Joko", "Dwi"] : ["Dwi", "Joko"];
      expect(await town.sees(one, "office-board", empty)).toMatchObject({ sums: { unpaid: { amount: bill } } });
      expect(await town.does(one, "report-bill", reportOf(bill))).toMatchObject({ status: "reported" });
      for (const who of ["Retno", other]) expect(await town.sees(who, "office-board", empty)).toBeNull();
      expect(town.told("Retno")).toContain("office.rule.handed-over");
      expect(await town.sees("Retno", "reportable-dues", empty)).toEqual([]);
    });

    it("asks an employee with a chat to follow, whose code is hers alone", async () => {
      await dinas(town);
      await joined("Siti");
      const asked = async (name: string) =>
        town.does("Retno", "hand-over-office", { employeeId: await employeeId(name) });
      expect(await asked("budi")).toEqual({ status: "no-chat" });
      expect(await asked("siti")).toEqual({ status: "asked" });
      const [notice] = [...town.notices.values()].filter(({ rule }) => rule === "office.rule.hand-over");
      const code = String(notice?.texts[0]?.params?.["code"]);
      expect(await town.does("Joko", "take-over-office", { code, name: "Joko" })).toBe("unknown-code");
      town.now += 8 * DAY;
      expect(await town.does("Siti", "take-over-office", { code })).toBe("unknown-code");
      town.now -= 2 * DAY;
      expect(await town.does("Siti", "take-over-office", { code })).toBe("done");
      const sponsor = await town.repositories.sponsors.findByContact((await town.contact("Siti")).id);
      expect(sponsor).toMatchObject({ name: "Siti", officeName: "Dinas Contoh" });
    });

    it("outlives a coordinator who has her data deleted, until an admin names another", async () => {
      const { bill } = await dinas(town);
      await town.officer("Admin", { type: "all" }, "admin");
      await town.does("Retno", "delete-data", empty);
      const tasks = () => town.sees("Admin", "next-task", { skipIds: [] });
      expect(await tasks()).toMatchObject({ kind: "office-left", text: "Dinas Contoh" });
      expect(await town.sees("Officer", "next-task", { skipIds: [] })).toBeNull();
      expect(await town.sees("Officer", "find-offices", { text: "dinas" })).toEqual([]);
      const [{ officeId = "" } = {}] = await town.sees("Admin", "find-offices", { text: "contoh" });
      expect(await town.does("Officer", "hand-over-office", { officeId })).toEqual({ status: "not-allowed" });
      const begun = await town.does("Admin", "hand-over-office", { officeId });
      const code = begun.status === "code" ? begun.code : "";
      expect(await town.does("Admin", "take-over-office", { code })).toBe("own-code");
      expect(await town.does("Joko", "take-over-office", { code, name: "Pak Joko" })).toBe("done");
      expect(await tasks()).toBeNull();
      expect(await town.sees("Joko", "office-board", empty)).toMatchObject({ sums: { unpaid: { amount: bill } } });
    });

    const sent = async (rows: readonly (readonly unknown[])[]): Promise<{ attachmentId: string }> => {
      const bytes = await sheetOf(rows);
      const attachmentId = `sheet-${rows.length}-${bytes.length}`;
      const { id: contactId } = await town.contact("Retno");
      await town.repositories.attachments.add({
        ...{ id: attachmentId, contactId, mimeType: spreadsheetKind, bytes, contentHash: attachmentId, createdAt: 1 },
      });
      return { attachmentId };
    };

    it("takes its staff list as a spreadsheet, once however often it is sent, and completes whom it knows", async () => {
      await dinas(town, 1);
      const list = await sent([
        ["Daftar pegawai"],
        ["No", "Nama", "NIP", "No HP", "Tanggal pensiun", "Catatan"],
        [1, "Rina", "2001", 81234567890, new Date("2041-04-01"), "abaikan"],
        [2, "Siti", "1001", null, "1-4-2035", null],
        [3, null, "2002", null, null, null],
        [4, "Wati", 198001012005012000, null, null, null],
        [5, "Rina", "2001", null, null, null],
        [6, "Dewi", null, 81234500002, 46905, null],
        [7, "Harto", null, null, "1 Mei 2027", null],
        [8, "Yani", null, null, "2029", null],
        [null, null, null, null, null, "Jumlah"],
      ]);
      expect(await town.sees("Retno", "read-staff-list", list)).toEqual({
        ...{ fits: 3, completes: 1 },
        firstRead: [
          { name: "Rina", staffNumber: "2001", phone: "+6281234567890", retiresOn: "2041-04-01" },
          { name: "Dewi", phone: "+6281234500002", retiresOn: "2028-06-01" },
          { name: "Harto", retiresOn: "2027-05-01" },
        ],
        faults: [
          { line: 5, fault: "no-name" },
          { line: 6, fault: "number-cut" },
          { line: 7, fault: "twice" },
          { line: 10, fault: "unreadable-day" },
        ],
      });
      expect(await town.sees("Worker1", "read-staff-list", list)).toBeNull();
      const outcome = { added: 3, completed: 1, left: 0 };
      expect(await town.does("Retno", "add-employees", list)).toEqual(outcome);
      expect(await town.does("Retno", "add-employees", list)).toEqual({ added: 0, completed: 0, left: 0 });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 6 });
      const office = await town.repositories.offices.findByCoordinator((await town.contact("Retno")).id);
      const all = await town.repositories.employees.page(office?.id ?? "", null, 10);
      expect(all.find(({ name }) => name === "Rina")).toMatchObject({
        phone: "+6281234567890",
        retiresOn: "2041-04-01",
      });
      expect(all.find(({ name }) => name === "Siti")).toMatchObject({ staffNumber: "1001", retiresOn: "2035-04-01" });
    });

    it("finds nobody twice in the month's list that is sent back, but whom was added to it", async () => {
      await dinas(town);
      const list = await sent([
        ["Daftar iuran, Dinas Contoh"],
        ["No", "Pegawai", "Pekerja", "Desa", "NIK", "Bulan", "Jumlah (Rp)", "Keadaan"],
        [1, "Ani", "Asih", "Desa", "3301010101900001", "November", 8_400, "belum dibayar"],
        [2, "Ani", "Tono", "Desa", null, "November", 8_400, "belum dibayar"],
        [3, "Dewi", null, null, null, null, null, null],
        [null, "", "Lunas", null, null, null, 0, null],
      ]);
      expect(await town.sees("Retno", "read-staff-list", list)).toMatchObject({ fits: 1 });
      expect(await town.does("Retno", "add-employees", list)).toMatchObject({ added: 1 });
      expect(await town.sees("Retno", "office-board", empty)).toMatchObject({ employees: 4 });
    });

    it("says of a spreadsheet that is none, or somebody else's, that it cannot be read", async () => {
      await dinas(town, 1);
      const add = (id: string, contactId: string, text: string) =>
        town.repositories.attachments.add({
          ...{ id, contactId, mimeType: spreadsheetKind, bytes: Buffer.from(text), contentHash: id, createdAt: 1 },
        });
      await add("broken", (await town.contact("Retno")).id, "PK nothing");
      for (const attachmentId of ["broken", "missing"]) {
        const reading = await town.sees("Retno", "read-staff-list", { attachmentId });
        expect(reading).toMatchObject({ fits: 0, isUnreadable: true });
        expect(await town.does("Retno", "add-employees", { attachmentId })).toMatchObject({ added: 0 });
      }
    });

    it("gives an empty staff list whose headings are read again", async () => {
      await dinas(town, 1);
      const { file } = await town.does("Retno", "make-staff-template", empty);
      const kept = await town.repositories.attachments.find(file?.attachmentId ?? "");
      const [sheet] = await readXlsxFile(Buffer.from(kept?.bytes ?? []));
      expect(sheet?.data[2]?.slice(0, 2)).toEqual(["office.template.name", "office.template.number"]);
      expect(await town.does("Worker1", "make-staff-template", empty)).toEqual({});
    });
  });
}
