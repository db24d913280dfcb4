import { Wid } from "./models.mjs";
import { Chat, Cmd, Conn, learnPair, loadEarlierMsgs, Msg, me, modules, Socket } from "./modules.mjs";

/** The page's tie to the service behind it, which the test plays: `post` asks, an event stream tells. */
export async function post(what, body) {
  const response = await fetch(`${window.standIn.root}/${what}`, { method: "POST", body: JSON.stringify(body) });
  return response.json();
}

/** The key of the link, kept where the browser keeps what must outlive it. */
const keyStore = {
  async use(mode, act) {
    const opened = indexedDB.open("link");
    opened.onupgradeneeded = () => opened.result.createObjectStore("keys");
    const database = await settled(opened);
    const transaction = database.transaction("keys", mode, { durability: "strict" });
    const value = await settled(act(transaction.objectStore("keys")));
    if (mode === "readwrite")
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
    database.close();
    return value;
  },
  read: () => keyStore.use("readonly", (keys) => keys.get("token")),
  keep: (token) => keyStore.use("readwrite", (keys) => keys.put(token, "token")),
  forget: () => keyStore.use("readwrite", (keys) => keys.delete("token")),
};

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Takes the history in, silently: nobody is told of messages that came before the page was there. */
async function enter({ chats, me: self, pairs: known, syncMs }) {
  me.phone = new Wid(self.phone);
  me.lid = new Wid(self.lid);
  for (const [one, two] of known) learnPair(one, two);
  for (const { id, messages, unread } of chats) {
    const chat = Chat.ensure(id);
    Object.assign(chat, { earlier: [], messages: [], unreadCount: unread, t: messages.at(-1)?.t ?? 0 });
    for (const fields of messages) {
      const message = Msg.make(fields);
      Msg.store(message);
      chat.earlier.push(message);
    }
    await loadEarlierMsgs({ chat });
  }
  Socket.set({ state: "CONNECTED" });
  await new Promise((resolve) => setTimeout(resolve, syncMs));
  Socket.set({ hasSynced: true });
}

/** What the service tells: each a deed of the test's. */
const deeds = {
  async pair({ token, ...rest }) {
    await keyStore.keep(token);
    Socket.set({ state: "PAIRING" });
    await enter(rest);
  },
  ref({ ref }) {
    Conn.set({ ref });
  },
  know({ pair }) {
    learnPair(...pair);
  },
  state({ state }) {
    Socket.set({ state });
  },
  message({ fields, unread }) {
    const message = Msg.make({ ...fields, isNewMsg: true });
    const chat = Chat.ensure(message.id.remote);
    Msg.load(message);
    chat.msgs.add(message);
    chat.set({ t: message.t, unreadCount: unread });
    Msg.emit("add", message);
  },
  async change({ id, fields }) {
    const [message] = (await Msg.getMessagesById([id])).messages;
    message?.set(fields);
  },
  remove({ id }) {
    const message = Msg.get(id);
    if (message) Msg.emit("remove", message);
  },
  react({ id, from }) {
    const upsert = modules.WAWebAddonReactionTableMode.reactionTableMode.bulkUpsert;
    upsert([
      {
        ...{ id: { _serialized: `${id}_reaction` }, reactionParentKey: { _serialized: id } },
        ...{ reactionText: "👍", reactionTimestamp: Date.now(), from: new Wid(from) },
      },
    ]);
  },
  call({ from }) {
    modules.WAWebCallCollection.calls.set("call", { id: "call", peerJid: from, isVideo: false, isGroup: false });
  },
  async logout() {
    await keyStore.forget();
    Cmd.emit("logout");
    setTimeout(() => {
      location.href = "https://web.whatsapp.com/?post_logout=1";
    }, 100);
  },
  hang() {
    for (;;);
  },
  breaks() {
    // What an update of WhatsApp Web does: what the library called yesterday is not there today.
    for (const name of ["WAWebSendMsgChatAction", "WAWebFindChatAction"]) delete modules[name];
  },
};

async function open() {
  const token = await keyStore.read();
  const events = new EventSource(`${window.standIn.root}/events`);
  const first = new Promise((resolve) => {
    events.onopen = resolve;
  });
  let inOrder = first;
  events.onmessage = ({ data }) => {
    const { deed, ...rest } = JSON.parse(data);
    inOrder = inOrder.then(() => deeds[deed](rest));
  };
  await first;
  const hello = await post("hello", { token });
  if (hello.linked) return enter(hello);
  Conn.set({ ref: hello.ref });
  Socket.set({ state: "UNPAIRED" });
}

window.Debug = { VERSION: window.standIn.version };
void open();
