import { type Chatter, openTown } from "../../support/chat";

let siti: Chatter;
beforeEach(async () => {
  siti = openTown().person("Siti");
  await siti.saysAll("halo", "tidak");
});

describe("ask-benefit", () => {
  it("leads to an answer by numbers alone, without consent", async () => {
    expect(await siti.says("tanya")).toContain("Mau tanya tentang apa?");
    expect(await siti.says("1")).toContain("Yang mana?");
    const heard = await siti.says("1");
    expect(heard).toContain("Dasar:");
    expect(heard).toContain("Masih ada yang mau ditanyakan?");
  });

  it("the last choice reckons a sum, and the menu comes back by itself", async () => {
    await siti.says("tanya");
    expect(await siti.says("hitung iuran atau santunan")).toContain("Mau menghitung apa?");
    expect(await siti.saysAll("1", "2", "1", "1")).toContain("Rp 8.400");
  });

  it("every topic of every group can be chosen by its number and is answered", async () => {
    await siti.says("tanya");
    const groups = (siti.heard.at(-1)?.options?.length ?? 0) - 1;
    let answered = 0;
    for (let group = 1; group <= groups; group += 1) {
      await siti.says(String(group));
      const topics = siti.heard.at(-1)?.options?.length ?? 0;
      for (let topic = 1; topic <= topics; topic += 1) {
        const heard = await siti.says(String(topic));
        expect(heard).toContain("Masih ada yang mau ditanyakan?");
        expect(siti.heard.length).toBeGreaterThan(1);
        answered += 1;
        await siti.says(topic < topics ? "1" : "2");
      }
    }
    expect(answered).toBeGreaterThanOrEqual(30);
  });

  it("goes on with the same subject, another one, or back to the menu", async () => {
    await siti.saysAll("tanya", "3", "1");
    expect(await siti.says("1")).toContain("Yang mana?");
    await siti.says("1");
    expect(await siti.says("2")).toContain("Mau tanya tentang apa?");
    expect(await siti.saysAll("1", "1", "cukup")).toContain("Bapak/Ibu mau apa?");
  });

  it("takes a typed question at any of its steps", async () => {
    await siti.says("tanya");
    expect(await siti.says("kalau meninggal dapat berapa?")).toContain("Dasar:");
    await siti.says("1");
    expect(await siti.says("iurannya berapa?")).toContain("Yang mana?");
  });

  it("takes a topic by its name and a near miss of it", async () => {
    await siti.saysAll("tanya", "kematian");
    const label = siti.heard.at(-1)?.options?.[0]?.label ?? "";
    expect(await siti.says(label)).toContain("Masih ada yang mau ditanyakan?");
  });

  it("kembali goes from the topics to the groups", async () => {
    await siti.saysAll("tanya", "1");
    expect(await siti.says("kembali")).toContain("Mau tanya tentang apa?");
  });
});
