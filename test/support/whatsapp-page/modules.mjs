import { post } from "./link.mjs";
import { ChatCollection, Emitter, Model, MsgCollection, MsgKey, Wid } from "./models.mjs";

/** What `window.require` gives: the modules of WhatsApp Web that the library asks for, by their real names. */
export const Socket = new Model({ state: "OPENING", hasSynced: false, logout: () => post("logout", {}) });
export const Conn = new Model({ ref: "", pushname: "Kamar Lindung", platform: "android" });
export const Cmd = new Emitter();
export const Msg = new MsgCollection();
export const Chat = new ChatCollection();
export const me = { phone: undefined, lid: undefined };
/** Which `@lid` is which phone number, as far as this page knows. */
const pairs = new Map();
const other = (id) => (pairs.has(String(id)) ? new Wid(pairs.get(String(id))) : undefined);

Cmd.refreshQR = () => post("refresh", {});

/** How many messages of a chat are in memory before anybody scrolls up. */
const pageOfMessages = 5;

export async function loadEarlierMsgs({ chat }) {
  const loaded = chat.earlier.splice(-pageOfMessages);
  loaded.forEach((message) => {
    Msg.load(message);
  });
  chat.messages.unshift(...loaded);
  return loaded;
}

function addAndSendMsgToChat(chat, fields) {
  const { mediaBlob, ...rest } = fields;
  if (rest.body === "throws") throw new Error("No LID for user 6281200000000");
  const message = Msg.make({ ...rest, mediaBlob: undefined });
  Msg.load(message);
  chat.msgs.add(message);
  chat.set({ t: message.t });
  Msg.emit("add", message);
  return [Promise.resolve(message), deliver(message, mediaBlob?.data)];
}

async function deliver(message, file) {
  while (Socket.state !== "CONNECTED") await new Promise((resolve) => setTimeout(resolve, 20));
  const { id, to, body, caption, mimetype, filename } = message;
  const { ack } = await post("send", {
    ...{ id: id._serialized, chat: to._serialized, text: caption ?? body, mimetype, filename },
    ...(file ? { file: await window.WWebJS.arrayBufferToBase64Async(file) } : {}),
  });
  message.set({ ack });
  return { messageSendResult: ack < 0 ? "ERROR_UNKNOWN" : "OK" };
}

class OpaqueData {
  static async createFromData(data) {
    return Object.assign(new OpaqueData(), { data });
  }
  url() {
    return "blob:stand-in";
  }
  autorelease() {}
  formData() {
    return this.data;
  }
}

class MediaData {
  constructor(fields) {
    Object.assign(this, fields);
  }
  set(fields) {
    Object.assign(this, fields);
  }
  toJSON() {
    return { ...this };
  }
}

const prepRawMedia = ({ data }, { asDocument }) => ({
  waitForPrep: async () => {
    const type = !asDocument && data.type.startsWith("image/") ? "image" : "document";
    const mediaBlob = await OpaqueData.createFromData(data);
    return new MediaData({ type, mimetype: data.type, filename: data.name, filehash: MsgKey.newId(), mediaBlob });
  },
});

async function downloadAndMaybeDecrypt({ directPath }) {
  const response = await fetch(`${window.standIn.root}/media${directPath}`);
  if (!response.ok) throw Object.assign(new Error("the media is gone"), { status: response.status });
  return response.arrayBuffer();
}

async function queryWidExists(id) {
  const { other: found } = await post("exists", { id: String(id) });
  if (found) learnPair(String(id), found);
  return { wid: id };
}

export function learnPair(one, two) {
  pairs.set(one, two);
  pairs.set(two, one);
}

const showing = (state) => async (id) => void (await post("typing", { chat: String(id), state }));
const none = { on: () => undefined };
const inMemory = { put: () => undefined };

export const modules = {
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebCmd: { Cmd },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {
    setPairingType: () => undefined,
    initializeAltDeviceLinking: async () => undefined,
    startAltLinkingFlow: async (phone) => (await post("code", { phone })).code,
  },
  WABase64: { encodeB64: (bytes) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: "1" },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32) } }) } },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32) } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => "secret" },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me.phone, getMaybeMeLidUser: () => me.lid },
  WAWebCollections: { Msg, Chat, Contact: new Emitter(), GroupMetadata: { update: async () => undefined } },
  WAWebSyncGatingUtils: {},
  WAWebCallCollection: Object.assign(new Emitter(), { calls: new Map() }),
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen: () => undefined },
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: () => undefined } },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: () => undefined } },
  WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
  WAWebLidMigrationUtils: { toPn: other },
  WALinkify: { findLink: () => undefined, findLinks: () => [] },
  WAWebMsgKey: MsgKey,
  WAWebWidFactory: { createWid: (id) => new Wid(String(id)), asUserWidOrThrow: (id) => id },
  WAWebApiContact: { getCurrentLid: other, getPhoneNumber: other },
  WAWebQueryExistsJob: { queryWidExists },
  WAWebFindChatAction: { findOrCreateLatestChat: async (id) => ({ chat: Chat.ensure(id) }) },
  WAWebChatLoadMessages: { loadEarlierMsgs },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebStreamModel: { Stream: { markAvailable: () => undefined, markUnavailable: () => undefined } },
  WAWebUpdateUnreadChatAction: {
    sendSeen: async ({ chat }) => {
      chat.set({ unreadCount: 0 });
      await post("seen", { chat: String(chat.id) });
    },
  },
  WAWebChatStateBridge: {
    sendChatStateComposing: showing("typing"),
    sendChatStatePaused: showing("paused"),
    sendChatStateRecording: none.on,
  },
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: { prepRawMedia },
  WAWebMediaStorage: {
    getOrCreateMediaObject: (filehash) => ({ filehash, type: "image", contentInfo: {}, consolidate: () => undefined }),
  },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
  WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: inMemory },
  WAWebMediaMmsV4Upload: { uploadMedia: async () => ({ mediaEntry: { directPath: "/sent", mediaKey: "key" } }) },
  WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt } },
};

window.require = (name) => {
  if (name in modules) return modules[name];
  throw new Error(`the stand-in of WhatsApp Web has no module ${name}`);
};
