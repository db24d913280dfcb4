import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Whether `header` (`X-Hub-Signature-256`) is what the app's secret makes of these very bytes. In constant time. */
export function isSigned(body: Uint8Array, header: string | undefined, appSecret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/iu.exec(header ?? "")?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, "hex"), createHmac("sha256", appSecret).update(body).digest());
}

/** Compares digests, so that the time taken tells neither the secret's content nor its length. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
