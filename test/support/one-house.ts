import type { Config } from "../../src/config";
import type { SendFailure } from "../../src/delivery/channel";
import type { ChannelName } from "../../src/domain/messaging/contact";
import { fail } from "../../src/domain/shared/result";
import { readRungs } from "../../src/reminders/rungs";
import { createService, type Service } from "../../src/service";
import { openStorage, type Storage } from "../../src/storage/open-storage";
import { createVault } from "../../src/storage/vault";
import { countedStorage } from "./counted-storage";
import { appendDurably, type RecordingChannel, recordingChannel } from "./recording-channel";
import { silentLogger } from "./storage";

/** Where a house is kept, and at which moment it stands. Everything is plain, so that another process can be told. */
export interface HousePlace {
  readonly dataFolder: string;
  readonly mongodbUri?: string;
  /** Where every message sent is appended. */
  readonly sendsFile: string;
  /** The moment at which the clock stands until it is moved. Milliseconds. */
  readonly at: number;
  /** The platform on which its people are; the simulator where none is said. */
  readonly channel?: ChannelName;
  /** On which days it reminds, as an operator sets them; the usual where nothing is said. */
  readonly reminderDays?: string;
}

/** A running house: the real storage and the real service with one recording channel. */
export interface RunningHouse {
  readonly storage: Storage;
  readonly service: Service;
  readonly channel: RecordingChannel;
  /** Sets the clock. Milliseconds. */
  moveTo(at: number): void;
  close(): Promise<void>;
}

const key = Buffer.alloc(32, "a house of a test");
/** The key under which the houses of a test are sealed, as a program of ours takes it: another process reads what one wrote. */
export const houseKeys = `test:${key.toString("base64")}`;
const keys = [{ id: "test", key }];

function rungsOf({ reminderDays }: HousePlace): Pick<Config, "reminderRungs"> {
  const rungs = reminderDays === undefined ? undefined : readRungs(reminderDays);
  if (rungs?.ok === false) throw new Error(rungs.error);
  return rungs ? { reminderRungs: rungs.value } : {};
}

/** The storage of the place, as a process of its own would open it. */
export function openPlace(place: HousePlace): Promise<Storage> {
  return openStorage({ ...place, vault: createVault({ keys }), logger: silentLogger });
}

/**
 * Opens the house and starts it, without the bell. `afterCall` is told of every call of the storage and every send;
 * `refusal` says, at every send and as late as it likes, why the platform does not take it.
 */
export async function openHouse(
  place: HousePlace,
  afterCall: (name: string) => void = () => undefined,
  refusal: () => SendFailure | undefined | Promise<SendFailure | undefined> = () => undefined,
): Promise<RunningHouse> {
  let now = place.at;
  const storage = await openPlace(place);
  const recording = recordingChannel((sent) => {
    appendDurably(place.sendsFile, sent);
    afterCall("channel.send");
  }, place.channel);
  const send: RecordingChannel["send"] = async (...message) => {
    const error = await refusal();
    return error ? fail(error) : recording.send(...message);
  };
  const channel = { ...recording, send };
  const service = createService({
    config: { simulator: false, reminderHour: 8, ...rungsOf(place) },
    storage: countedStorage(storage, afterCall),
    logger: silentLogger,
    clock: () => now,
    channels: [channel],
    retryWaitsMs: [0],
  });
  await service.start({ bell: false });
  const close = async (): Promise<void> => {
    await service.stop();
    await storage.close();
  };
  const moveTo = (at: number): void => {
    now = at;
  };
  return { storage, service, channel, moveTo, close };
}
