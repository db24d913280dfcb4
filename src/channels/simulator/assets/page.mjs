/** Puts the page together: the phones, the tabs, the stream, and adding a person. */

import { Phone } from "./phone.mjs";
import { introduce, Stream } from "./server.mjs";
import { Tabs } from "./tabs.mjs";

const words = JSON.parse(document.body.dataset.words);
const byId = (id) => document.getElementById(id);
const phones = new Map();
const tabs = new Tabs(document.querySelector(".tabs"), { onShown: (id) => phones.get(id)?.shown() });
const stream = new Stream({
  cursor: () => [...phones.values()].map((phone) => `${phone.id}.${phone.position}`).join(","),
  onBubble: (bubble) => phones.get(bubble.contact)?.add(bubble),
  onTyping: (id) => phones.get(id)?.typing(true),
  onState: showConnection,
});

let isLost = false;
let lostTimer;

/** A moment's break, as when the page is left, is not worth a word. */
function showConnection(isConnected) {
  clearTimeout(lostTimer);
  const line = byId("connection");
  if (!isConnected) {
    lostTimer = setTimeout(() => {
      isLost = true;
      line.textContent = words.disconnected;
      line.classList.add("is-lost");
      document.body.classList.add("is-lost");
    }, 700);
    return;
  }
  line.classList.remove("is-lost");
  document.body.classList.remove("is-lost");
  line.textContent = isLost ? words.connected : "";
  if (isLost) setTimeout(() => !isLost && line.replaceChildren(), 4000);
  isLost = false;
}

function addPhone(section) {
  const phone = new Phone(section, {
    onNews: ({ id }) => tabs.mark(id, words.unread),
    onUnknown: async ({ section: own }) => {
      await introduce(own.dataset.name);
      stream.connect();
    },
  });
  phones.set(phone.id, phone);
  return phone;
}

/** History first, then the stream from where it ends. While the server is not there, it is tried again. */
async function restore(phone) {
  try {
    await phone.restore();
  } catch {
    showConnection(false);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await restore(phone);
  }
}

/** The template's ids end where the contact's id begins. */
function clone(template, contact) {
  const copy = byId(template).content.firstElementChild.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("*")])
    for (const name of ["id", "for", "aria-controls", "aria-labelledby"]) {
      const value = element.getAttribute(name);
      if (value?.endsWith("-")) element.setAttribute(name, value + contact.id);
    }
  copy.dataset.contact = contact.id;
  if ("name" in copy.dataset) copy.dataset.name = contact.name;
  copy.querySelector(".name").textContent = contact.label;
  return copy;
}

async function addPerson(name) {
  const contact = await introduce(name);
  if (!phones.has(contact.id)) {
    const section = clone("phone-template", contact);
    section.querySelector(".avatar").textContent = [...contact.label][0];
    byId("phones").append(section);
    document.querySelector(".tabs").append(clone("tab-template", contact));
    await restore(addPhone(section));
    stream.connect();
  }
  tabs.selectContact(contact.id);
  phones.get(contact.id).section.scrollIntoView({ block: "nearest" });
  phones.get(contact.id).field.focus();
}

function listenToDialog() {
  const dialog = byId("add-dialog");
  const input = byId("add-name");
  const error = dialog.querySelector(".error");
  const complain = (text) => {
    error.textContent = text;
    error.hidden = text === "";
  };
  byId("add").addEventListener("click", () => {
    input.value = "";
    complain("");
    dialog.showModal();
  });
  byId("add-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const adding = await introduce(input.value);
      dialog.close();
      await addPerson(adding.name);
    } catch (failure) {
      complain(failure.status ? failure.message : words.disconnected);
    }
  });
}

listenToDialog();
await Promise.all([...document.querySelectorAll("main .phone")].map((section) => restore(addPhone(section))));
tabs.arrange();
stream.connect();
document.body.classList.add("is-ready");
