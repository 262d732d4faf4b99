// Arrow keys, Page up and down, Home and End go through the views; what is typed in a field is left alone.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -1000, End: 1000 };
let listening = null;

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".touches");
  root.querySelector(".rang").textContent = `${data.rang} sur ${data.total}`;
  const go = (step) => setTriggerValue("pas", step);
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.pas) go(Number(button.dataset.pas));
    else if (button.dataset.quitter) setTriggerValue("quitter", true);
    else if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  };
  if (listening) window.removeEventListener("keydown", listening);
  listening = (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [role=combobox], .leaflet-container");
    if (typing || event.altKey || event.ctrlKey || event.metaKey || !(event.key in STEPS)) return;
    event.preventDefault();
    go(STEPS[event.key]);
  };
  window.addEventListener("keydown", listening);
  return () => {
    if (listening) window.removeEventListener("keydown", listening);
    listening = null;
  };
}
