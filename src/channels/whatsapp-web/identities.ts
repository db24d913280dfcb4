import PQueue from "p-queue";
import type { Names } from "./inbound";

/** Who may be asked for the other name of an address. Each answers nothing where there is none, or fails. */
export interface NameSources {
  /** What the page knows by itself: costs nothing. */
  readonly known: (address: string) => Promise<string | undefined>;
  /** What WhatsApp's service says. */
  readonly lookUp: (address: string) => Promise<string | undefined>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** How long a message waits for the service's answer. Milliseconds. */
const longestWaitMs = 4_000;
/** After this an address without a known second name may be asked about again. Milliseconds. */
const askAgainMs = 12 * 60 * 60_000;
const mostKept = 10_000;

/**
 * The two names of one person: the phone number, and the `@lid` that WhatsApp shows in its place. WhatsApp Web keeps the pairs
 * itself, and the storage keeps the names of a contact, so both outlive a restart; here each is only kept from being asked
 * for again and again. The service is asked for a number alone (a number is the surer name), seldom, and one at a time.
 */
export class Identities {
  readonly #others = new Map<string, string>();
  readonly #askedAt = new Map<string, number>();
  readonly #lastFrom = new Map<string, string>();
  readonly #asking = new Map<string, Promise<string | undefined>>();
  readonly #line = new PQueue({ concurrency: 1, interval: 2_000, intervalCap: 2 });

  constructor(private readonly sources: NameSources) {}

  /** Every name of whoever writes from this address; waits a little for what only the service knows. */
  async namesOf(address: string): Promise<Names> {
    const other = this.#others.get(address) ?? (await this.#find(address));
    if (other) this.#keep(address, other);
    return namesFrom([address, other]);
  }

  /** Notes from which of a person's names the last message came. */
  noteFrom(address: string): void {
    remember(this.#lastFrom, this.#key(address), address);
  }

  /** Where an answer goes: the name from which the person last wrote, else the address as it is. */
  answerTo(address: string): string {
    return this.#lastFrom.get(this.#key(address)) ?? address;
  }

  /** One of the two names, the same for both. */
  #key(address: string): string {
    const other = this.#others.get(address);
    return other && other.localeCompare(address) < 0 ? other : address;
  }

  async #find(address: string): Promise<string | undefined> {
    const known = await this.sources.known(address).catch(() => undefined);
    if (known || !address.endsWith("@lid") || !this.#mayAsk(address)) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), longestWaitMs);
    });
    const found = await Promise.race([this.#ask(address), late]);
    clearTimeout(timer);
    return found;
  }

  #mayAsk(address: string): boolean {
    const askedAt = this.#askedAt.get(address);
    return this.#asking.has(address) || askedAt === undefined || this.sources.now() - askedAt >= askAgainMs;
  }

  #ask(address: string): Promise<string | undefined> {
    const asking = this.#asking.get(address) ?? this.#line.add(() => this.#lookUp(address));
    this.#asking.set(address, asking);
    return asking;
  }

  async #lookUp(address: string): Promise<string | undefined> {
    remember(this.#askedAt, address, this.sources.now());
    const found = await this.sources.lookUp(address).catch(() => undefined);
    if (found) this.#keep(address, found);
    this.#asking.delete(address);
    return found;
  }

  #keep(one: string, other: string): void {
    remember(this.#others, one, other);
    remember(this.#others, other, one);
  }
}

function namesFrom(addresses: readonly (string | undefined)[]): Names {
  const user = (server: string): string | undefined =>
    addresses.find((address) => address?.endsWith(server))?.slice(0, -server.length);
  const [phone, lid] = [user("@c.us"), user("@lid")];
  return { ...(phone ? { phone } : {}), ...(lid ? { lid } : {}) };
}

/** Keeps the newest entries only: the process runs for months. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostKept && oldest !== undefined) map.delete(oldest);
}
