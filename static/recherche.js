// Search box for a territory: an ARIA combobox fed by /api/v1/territoires; tells Streamlit which key was chosen.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".recherche");
  const input = root.querySelector("input");
  const list = root.querySelector("ul");
  const status = root.querySelector("[role=status]");
  root.classList.toggle("compacte", data.compact);
  root.querySelector("label").textContent = data.libelle + (data.compact ? " : nom, code postal ou code Insee" : "");
  input.placeholder = data.exemple;
  root.annonce = setTriggerValue;
  if (root.dataset.pret) return;
  root.dataset.pret = "1";

  let found = [];
  let active = -1;
  let timer = null;
  let turn = 0;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(index) {
    const chosen = found[index];
    if (!chosen) return;
    input.value = "";
    close();
    status.textContent = chosen.nom + " choisi";
    root.annonce("choix", chosen.cle);
  }

  function show() {
    list.replaceChildren(...found.map((place, index) => {
      const item = document.createElement("li");
      item.id = "option-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("strong");
      name.textContent = place.nom;
      const detail = document.createElement("span");
      detail.textContent = place.precision;
      item.append(name, detail);
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(index); });
      return item;
    }));
    const some = found.length > 0;
    list.hidden = !some;
    input.setAttribute("aria-expanded", String(some));
    status.textContent = some
      ? found.length + (found.length > 1 ? " propositions" : " proposition")
      : "Aucun territoire ne correspond. Essayez le code postal ou le code Insee.";
    status.classList.toggle("visible", !some);
    mark(some ? 0 : -1);
  }

  function search() {
    const query = input.value.trim();
    turn += 1;
    const mine = turn;
    if (query.length < 2) { found = []; status.textContent = ""; status.classList.remove("visible"); close(); return; }
    fetch("/api/v1/territoires?recherche=" + encodeURIComponent(query))
      .then((answer) => answer.json())
      .then((places) => { if (mine === turn) { found = places; show(); } })
      .catch(() => { status.textContent = "La recherche ne répond pas. Rechargez la page."; status.classList.add("visible"); });
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; close(); return; }
    if (list.hidden) { if (event.key === "ArrowDown") search(); return; }
    const last = found.length - 1;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(active >= last ? 0 : active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(active <= 0 ? last : active - 1); }
    if (event.key === "Enter") { event.preventDefault(); choose(Math.max(active, 0)); }
  });
}
