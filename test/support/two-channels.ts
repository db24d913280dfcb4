import type { Channel } from "../../src/delivery/channel";
import type { ChannelName } from "../../src/domain/messaging/contact";
import type { InboundContent } from "../../src/domain/messaging/message";
import { fail } from "../../src/domain/shared/result";
import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { type RecordingChannel, recordingChannel } from "./recording-channel";
import { openTestStorage, silentLogger } from "./storage";

/** The two chats of a test: any two platforms would do. */
export type TestChannel = Extract<ChannelName, "simulator" | "telegram">;

/** A real house with two channels, whose people write on either and whose every message is kept. */
export interface TwoChannels {
  readonly storage: Storage;
  readonly service: Service;
  /** Milliseconds; a test moves it. */
  now: number;
  /** Sends a text from somebody's chat, lets everything happen, and returns what that chat was told meanwhile. */
  says(who: string, channel: TestChannel, ...texts: readonly string[]): Promise<string>;
  sends(who: string, channel: TestChannel, content: InboundContent): Promise<string>;
  /** What a chat has been told since the last look, oldest first. */
  hears(who: string, channel: TestChannel): string;
  /** From now on the platform says that this chat has blocked us, or takes nothing for it. */
  refuses(who: string, channel: TestChannel, reason: "blocked-by-person" | "rejected" | "works"): void;
  /** The contact of a chat, as it is stored. */
  contact(
    who: string,
    channel: TestChannel,
  ): Promise<NonNullable<Awaited<ReturnType<Storage["repositories"]["contacts"]["find"]>>>>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

const names: readonly TestChannel[] = ["simulator", "telegram"];
const identifierKind = { simulator: "simulator-name", telegram: "telegram-user" } as const;

interface Mailbox {
  readonly texts: string[];
  refusal?: "blocked-by-person" | "rejected";
}

/** Opens it at a moment, given as ISO time in Asia/Jakarta; `apart` gives each channel a process's service of its own. */
export async function openTwoChannels(at = "2026-11-23T09:00:00+07:00", apart = false): Promise<TwoChannels> {
  const opened = await openTestStorage();
  const house = new House(opened.storage, Date.parse(at), opened.close, apart);
  for (const service of house.services) await service.start({ bell: false });
  return house;
}

class House implements TwoChannels {
  readonly services: readonly Service[];
  readonly #boxes = new Map<string, Mailbox>();
  readonly #channels: ReadonlyMap<TestChannel, RecordingChannel>;
  #sequence = 0;

  constructor(
    readonly storage: Storage,
    public now: number,
    private readonly closeStorage: () => Promise<void>,
    apart: boolean,
  ) {
    this.#channels = new Map(names.map((name) => [name, this.#channel(name)]));
    const channels = [...this.#channels.values()];
    this.services = (apart ? channels.map((one) => [one]) : [channels]).map((own) => this.#serve(own));
  }

  get service(): Service {
    const [first] = this.services;
    if (!first) throw new Error("a house has a service");
    return first;
  }

  #serve(channels: readonly RecordingChannel[]): Service {
    return createService({
      config: { simulator: false, reminderHour: 8 },
      storage: this.storage,
      logger: silentLogger,
      clock: () => this.now,
      channels,
      retryWaitsMs: [0],
      // The clock stands, so a wait for the platform's pace would have no end.
      allowances: { telegram: { perSecond: 1_000, perPerson: 100 } },
    });
  }

  #channel(name: TestChannel): RecordingChannel {
    const recording = recordingChannel(({ address, text }) => void this.#box(address, name).texts.push(text), name);
    const send: Channel["send"] = async (address, message) => {
      const { refusal } = this.#box(address, name);
      if (refusal === "rejected") return fail({ reason: refusal, detail: "test", ofChat: true });
      return refusal === undefined ? recording.send(address, message) : fail({ reason: refusal });
    };
    return { ...recording, send };
  }

  #box(who: string, channel: TestChannel): Mailbox {
    const key = `${channel} ${who}`;
    const box = this.#boxes.get(key) ?? { texts: [] };
    this.#boxes.set(key, box);
    return box;
  }

  async says(who: string, channel: TestChannel, ...texts: readonly string[]): Promise<string> {
    let heard = "";
    for (const text of texts) heard = await this.sends(who, channel, { type: "text", text });
    return heard;
  }

  async sends(who: string, channel: TestChannel, content: InboundContent): Promise<string> {
    this.hears(who, channel);
    this.#sequence += 1;
    this.now += 1_000;
    await this.#channels.get(channel)?.deliver({
      channel,
      providerMessageId: `${who}-${this.#sequence}`,
      address: who,
      identifiers: [{ kind: identifierKind[channel], value: who }],
      sentAt: this.now,
      sequence: this.#sequence,
      content,
    });
    await this.settled();
    return this.hears(who, channel);
  }

  hears(who: string, channel: TestChannel): string {
    return this.#box(who, channel).texts.splice(0).join("\n---\n");
  }

  refuses(who: string, channel: TestChannel, reason: "blocked-by-person" | "rejected" | "works"): void {
    const box = this.#box(who, channel);
    if (reason === "works") delete box.refusal;
    else box.refusal = reason;
  }

  async contact(who: string, channel: TestChannel) {
    const identifiers = [{ kind: identifierKind[channel], value: who }];
    return this.storage.repositories.contacts.resolve({ channel, address: who, identifiers, now: this.now });
  }

  async settled(): Promise<void> {
    // What a notice or a failed send adds for another channel is sent in the next round.
    for (let round = 0; round < 2; round += 1) for (const service of this.services) await service.settled();
  }

  async close(): Promise<void> {
    for (const service of this.services) await service.stop();
    await this.closeStorage();
  }
}
