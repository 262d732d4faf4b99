// The address of the view, read where it is true: in the browser, whatever part of the page has just changed it.
export default function ({ parentElement }) {
  const root = parentElement.querySelector(".partage");
  const code = root.querySelector("code");
  const status = root.querySelector("[role=status]");

  function show() {
    const here = (location.origin + location.pathname + location.search).replaceAll("%2C", ",");
    if (code.textContent === here) return;
    code.textContent = here;
    status.textContent = "";
  }

  // Without https, browsers give no clipboard to a page that is not on this computer: the old way remains.
  function copyByHand() {
    const field = document.createElement("textarea");
    field.value = code.textContent;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("copy");
  }

  root.querySelector("button").onclick = async () => {
    show();
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(code.textContent);
      else copyByHand();
      status.textContent = "Adresse copiée.";
    } catch {
      status.textContent = "La copie n'a pas été permise : sélectionnez l'adresse, puis Ctrl+C.";
    }
  };
  show();
  const timer = setInterval(show, 250);
  return () => clearInterval(timer);
}
