import { readReceiptCode } from "../../../src/conversation/answers/receipt-code";
import { makeReceiptCode, parseReceiptCode } from "../../../src/domain/payment/receipt-code";

const bytes = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
const code = makeReceiptCode(bytes);

describe("a check code", () => {
  it("has three parts of three, and is the same for the same bytes", () => {
    expect(code).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$/u);
    expect(makeReceiptCode(bytes)).toBe(code);
    expect(makeReceiptCode(bytes.map((one) => one + 1))).not.toBe(code);
  });

  it.each([code, code.toLowerCase(), code.replaceAll("-", ""), ` ${code.replaceAll("-", " ")} `])(
    "is read as it is typed: %s",
    (typed) => expect(parseReceiptCode(typed)).toEqual({ ok: true, value: code }),
  );

  it.each([
    ["CEK 7K3-M9Q-XRT", "7K3-M9Q-XRT"],
    ["cek 7k3m9qxrt", "7K3-M9Q-XRT"],
    ["cek kode: 7K3 M9Q XRT.", "7K3-M9Q-XRT"],
    ["7k3-m9q-xrt", "7K3-M9Q-XRT"],
    ["cek 7K3-M9Q-XR1", "unreadable"],
    ["7K3-M9Q", null],
    ["7K3M-9QXR", null],
    ["KL-7K3M-9QX", null],
    ["cek", null],
    ["cek status", null],
    ["cek 123456789", null],
    ["cek apakah pesan ini benar dari BPJS", null],
    ["7k3m9qxrt", null],
  ])("is heard in %p as %p", (typed, expected) => expect(readReceiptCode(typed)).toBe(expected));
});
