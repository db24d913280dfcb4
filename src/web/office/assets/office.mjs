/** The code of a link stands behind the number sign: it is put into the field and taken out of the address. */
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && code) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
  document.querySelector("button")?.focus();
}
