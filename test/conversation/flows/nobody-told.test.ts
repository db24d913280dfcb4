import { openPeople } from "../../support/people";

describe("whoever asks for an officer where none can be told", () => {
  it.each([
    ["a question", ["petugas", "Kapan kartunya jadi?"], 1],
    ["an emergency", ["kecelakaan"], 1],
    ["more about an emergency", ["kecelakaan", "jatuh dari pohon di Kopeng"], 2],
    ["a question about an emergency", ["kecelakaan", "xyzzy plugh kapan tekan kene?"], 2],
  ])("is told so, with a number to call, and not that officers know: %s", async (_what, lines, tasks) => {
    const people = await openPeople();
    await people.agrees("Budi");
    const informed = await people.town.person("Budi").saysAll(...lines);
    await people.acts.does("Pak Lurah", "set-blocked", { blocked: true });
    await people.agrees("Siti");
    const uninformed = await people.town.person("Siti").saysAll(...lines);
    expect(informed).not.toContain("belum ada petugas");
    expect(uninformed).toContain("belum ada petugas yang bisa kami beri tahu");
    expect(uninformed).toMatch(/telepon .*\d/u);
    expect(uninformed).not.toMatch(/sudah kami beri tahu|Sudah kami sampaikan|akan dijawab petugas/u);
    expect(await people.town.repositories.tasks.open({ type: "all" }, 10)).toHaveLength(2 * tasks);
  });
});
