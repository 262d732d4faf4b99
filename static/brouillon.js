// What is typed in a report is saved after a short pause, when the tab is hidden and when it closes: Streamlit itself
// waits for the field to be left. The commit is its own shortcut, Ctrl+Enter, so the focus and the caret stay in place.
const PAUSE = 1000;
const FIELDS = "[data-testid=stTextArea] textarea, [data-testid=stTextInput] input";
const waiting = new Map();
let listening = null;

function commit(field) {
  clearTimeout(waiting.get(field));
  waiting.delete(field);
  const pressed = { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: true, bubbles: true, cancelable: true };
  if (field.isConnected) field.dispatchEvent(new KeyboardEvent("keydown", pressed));
}

function commitAll() {
  [...waiting.keys()].forEach(commit);
}

export default function () {
  if (listening) listening.abort();
  listening = new AbortController();
  const heard = { capture: true, signal: listening.signal };
  const field = (event) => event.target.closest && event.target.closest(FIELDS);
  document.addEventListener("input", (event) => {
    const found = field(event);
    if (!found || event.isComposing) return;
    clearTimeout(waiting.get(found));
    waiting.set(found, setTimeout(() => commit(found), PAUSE));
  }, heard);
  document.addEventListener("focusout", (event) => {
    const found = field(event);
    if (!found) return;
    clearTimeout(waiting.get(found));
    waiting.delete(found);
  }, heard);
  document.addEventListener("visibilitychange", () => document.hidden && commitAll(), heard);
  window.addEventListener("pagehide", commitAll, heard);
  window.addEventListener("beforeunload", (event) => {
    if (!waiting.size) return;
    commitAll();
    event.preventDefault(); // the browser asks before leaving: the last words have just been sent
  }, heard);
  return () => {
    commitAll();
    listening.abort();
    listening = null;
  };
}
