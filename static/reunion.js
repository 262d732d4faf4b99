// Arrow keys, Page up and down, Home and End go through the views; what is typed in a field is left alone.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -1000, End: 1000 };
const PREPARED = { width: 1280, height: 720 }; // the projector for which the views are laid out
const heard = new WeakSet(); // frames of maps whose keys are heard
const sheet = new CSSStyleSheet(); // the width that Streamlit writes on the map may be measured before the view grows
sheet.replaceSync(".st-key-reunion iframe { max-width: 100%; }");
document.adoptedStyleSheets.push(sheet);
let act = null; // what a key does in the view of the moment

function onKey(event) {
  const typing = event.target.closest && event.target.closest("input, textarea, select, [role=combobox]");
  if (!act || typing || event.altKey || event.ctrlKey || event.metaKey || !(event.key in STEPS)) return;
  event.preventDefault();
  event.stopPropagation(); // the map under the focus must not move
  act(STEPS[event.key]);
}

// A click on the map takes the keys into its frame: they go through the views from there too.
function hearFrame() {
  const frame = document.activeElement;
  if (!frame || frame.tagName !== "IFRAME" || !frame.contentWindow) return;
  try {
    if (heard.has(frame.contentWindow.document)) return;
    heard.add(frame.contentWindow.document);
    frame.contentWindow.addEventListener("keydown", onKey, true);
  } catch (_refused) {
    return; // a frame of another site keeps its keys
  }
}

// On a larger screen the view grows with it: what is read from five metres at 1280 by 720 stays so.
function fit() {
  const box = document.querySelector(".st-key-reunion");
  if (!box) return;
  const larger = Math.min(window.innerWidth / PREPARED.width, window.innerHeight / PREPARED.height);
  box.style.zoom = larger > 1.05 ? larger.toFixed(3) : "";
  box.style.minHeight = larger > 1.05 ? `${Math.floor(window.innerHeight / larger - 24)}px` : "";
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".touches");
  root.querySelector(".rang").textContent = `${data.rang} sur ${data.total}`;
  root.querySelector(".dit").textContent = `Vue ${data.rang} sur ${data.total}\u00a0: ${data.titre}`;
  act = (step) => setTriggerValue("pas", step);
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.pas) act(Number(button.dataset.pas));
    else if (button.dataset.quitter) setTriggerValue("quitter", true);
    else full();
  };
  window.addEventListener("keydown", onKey);
  window.addEventListener("blur", hearFrame);
  window.addEventListener("resize", fit);
  fit();
  return () => {
    window.removeEventListener("keydown", onKey);
    window.removeEventListener("blur", hearFrame);
    window.removeEventListener("resize", fit);
    act = null;
  };
}
