import satori from "satori";
import sharp from "sharp";
import { column, type Element, row, words } from "../../src/papers/element";
import { fontFamily, loadFonts } from "../../src/papers/fonts";

/** What stands on an invented receipt of a bank. */
export interface DrawnReceipt {
  readonly day: string;
  readonly time: string;
  readonly reference: string;
  readonly name: string;
  readonly amount: string;
}

/** How banks that nobody knows lay their receipts out. */
export type BankLook = "light" | "dark";

let fonts: ReturnType<typeof loadFonts> | undefined;

/** A receipt as a phone shows it, as a PNG picture of 1,080 by 1,900 pixels. */
export async function drawReceipt(of: DrawnReceipt, look: BankLook = "light"): Promise<Buffer> {
  fonts ??= loadFonts();
  const svg = await satori(layOut(of, look) as Parameters<typeof satori>[0], { width: 1_080, height: 1_900, fonts });
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function layOut(of: DrawnReceipt, look: BankLook): Element {
  const [ground, ink, head] = look === "light" ? ["#ffffff", "#20262b", "#0a3d91"] : ["#14181c", "#e9edf0", "#00a3a3"];
  const line = (label: string, value: string): Element =>
    row(
      { justifyContent: "space-between", padding: "22px 0", borderBottom: "2px solid #9aa5ad" },
      words({ opacity: 0.8 }, label),
      words({ fontWeight: 700 }, value),
    );
  const lines = [
    line("Tanggal", of.day),
    line("Jam", `${of.time} WIB`),
    line("No. Referensi", of.reference),
    line("Sumber Dana", of.name),
    line("Jenis Transaksi", "Pembayaran"),
    line("Institusi", "BPJS Ketenagakerjaan"),
    line("Nominal", of.amount),
    line("Biaya Admin", "Rp2.500"),
  ];
  return column(
    { width: 1_080, height: 1_900, backgroundColor: ground, color: ink, fontFamily, fontSize: 40 },
    words(
      { backgroundColor: head, color: "#ffffff", padding: "60px 64px", fontSize: 56, fontWeight: 700 },
      look === "light" ? "Bank Lereng Telomoyo" : "Dompet Rawa Pening",
    ),
    column(
      { padding: "60px 64px" },
      words({ fontSize: 60, fontWeight: 700 }, "Transaksi Berhasil"),
      ...(look === "light" ? lines : lines.toReversed()),
    ),
    words({ padding: "40px 64px", fontSize: 32 }, "Simpan struk ini sebagai bukti pembayaran yang sah."),
  );
}
