"use strict";
/* What the pages cannot do by themselves. Every page works without it; nothing here decides anything. */

(() => {
  const REFERENCE = "X-Request-ID";

  /* Double click: the first submit goes out, the next ones are ignored until the page answers. */
  const busyForms = new Set();

  function setBusy(form, button) {
    busyForms.add(form);
    if (button) button.setAttribute("aria-busy", "true");
  }

  function setIdle(form) {
    busyForms.delete(form);
    form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
    const id = form.getAttribute("id");
    if (id) document.querySelectorAll(`button[form="${CSS.escape(id)}"][aria-busy="true"]`).forEach((button) => button.removeAttribute("aria-busy"));
  }

  /* A save while typing that is under way is waited for: what is sent afterwards carries the version that it left. */
  function isBeingSaved(form, button) {
    const id = form.getAttribute("id");
    const saver = id && document.querySelector(`[data-saves="${CSS.escape(id)}"].htmx-request`);
    if (!saver) return false;
    const ends = ["htmx:afterSettle", "htmx:sendError", "htmx:responseError", "htmx:timeout"];
    const go = () => {
      ends.forEach((kind) => document.removeEventListener(kind, go));
      form.requestSubmit(button);
    };
    ends.forEach((kind) => document.addEventListener(kind, go));
    return true;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (button && button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    /* Attributes, never properties: a field named "method" or "id" would stand in their way. A download leaves the page as it is. */
    if (form.getAttribute("method") !== "post" || form.hasAttribute("data-download")) return;
    if (busyForms.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (isBeingSaved(form, button)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    setBusy(form, button && button.matches(".btn") ? button : null);
    dirtyForms.delete(form);
  }, true);

  document.addEventListener("click", (event) => {
    const target = event.target.closest('[aria-disabled="true"]');
    if (target) event.preventDefault();
  }, true);

  /* A script that sent the form itself, and goes on with the page. */
  document.addEventListener("desk:idle", (event) => setIdle(event.target));

  /* The back button may bring a page back as it was left. */
  window.addEventListener("pageshow", () => [...busyForms].forEach(setIdle));

  /* A page that answers a form must not be kept (no-store), and the browser would not ask for it again by itself: back
     and reload read the page on which the form stood instead. A form without an address sends to its own page. */
  if (document.body.hasAttribute("data-sent")) {
    const stood = new URL(document.referrer || location.href);
    const isElsewhere = stood.origin === location.origin && stood.href !== location.href;
    if (isElsewhere) document.querySelectorAll("form:not([action])").forEach((form) => form.setAttribute("action", location.href));
    history.replaceState(null, "", isElsewhere ? stood.href : location.href);
  }

  /* Search: "/" anywhere outside a field. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("[data-find]");
    if (field && field.offsetParent) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });

  /* What was found while typing: the arrows walk through it, Enter opens, Escape folds it away. */
  function foldFound(form) {
    const list = form.querySelector(".ld-found");
    if (list) list.replaceChildren();
    const field = form.querySelector("[data-find]");
    if (field) field.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-find-form]");
    if (!form) return;
    const list = form.querySelector(".ld-found") || document.getElementById("found-here");
    const links = list ? [...list.querySelectorAll("a")] : [];
    const place = links.findIndex((link) => link.hasAttribute("data-chosen"));
    if (event.key === "Escape") foldFound(form);
    if (event.key === "Enter" && place >= 0) {
      event.preventDefault();
      links[place].click();
    }
    if (!links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    if (place >= 0) links[place].removeAttribute("data-chosen");
    const next = links[(place + (event.key === "ArrowDown" ? 1 : links.length - (place < 0 ? 0 : 1))) % links.length];
    next.setAttribute("data-chosen", "");
    next.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const field = document.querySelector("[data-find]");
    if (event.detail.target.id !== "ld-found" || !field) return;
    if (!field.value.trim()) foldFound(field.form);
    field.setAttribute("aria-expanded", String(event.detail.target.childElementCount > 0));
  });
  document.addEventListener("click", (event) => {
    const form = document.querySelector(".ld-find");
    if (form && !form.contains(event.target)) foldFound(form);
  });

  /* Menus close on a click elsewhere and on Escape. */
  function closeMenus(except) {
    document.querySelectorAll(".ld-more[open], .ld-menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest(".ld-more, .ld-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest(".ld-more[open], .ld-menu[open]");
    closeMenus(null);
    if (menu) menu.querySelector("summary").focus();
  });

  /* Dialogs: the unfolding part of the page becomes a real one, still inside the form it belongs to. */
  function makeDialog(details) {
    const body = details.querySelector("[data-dialog-body]");
    const dialog = document.createElement("dialog");
    dialog.className = "ld-dialog";
    dialog.id = details.dataset.dialog;
    dialog.setAttribute("aria-labelledby", `${details.dataset.dialog}-title`);
    body.classList.remove("ld-confirm-body");
    dialog.append(body);
    details.after(dialog);
    dialog.querySelectorAll("[data-closes]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => dialog.close());
    });
    details.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    if (details.open || dialog.querySelector("[aria-invalid=true], [data-focus]")) {
      details.open = false;
      dialog.showModal();
    }
  }

  /* Forms: what was typed is not left behind by accident. */
  const dirtyForms = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-guard")) dirtyForms.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirtyForms].some((form) => form.isConnected)) event.preventDefault();
  });

  /* A session that ended takes nothing with it: after signing in again, the same person finds in the form what they sent. */
  const KEPT = "loandesk-typed";

  function reader() {
    const name = document.querySelector(".ld-me .ld-strong");
    return name ? name.textContent : "";
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || !reader()) return;
    if (form.hasAttribute("data-find-form")) return;
    const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const kept = { reader: reader(), page: location.pathname, action: form.getAttribute("action"), values };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  });

  function putBack(form, values) {
    const given = new Map();
    values.forEach(([name, value]) => given.set(name, [...(given.get(name) || []), value]));
    [...form.elements].filter((field) => field.name && field.type !== "file" && field.type !== "submit").forEach((field) => {
      if (field.name === "csrfmiddlewaretoken") return;
      const mine = given.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = mine.includes(field.value);
      else if (mine.length) field.value = mine.shift();
    });
  }

  function findAgain() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    if (!kept || document.getElementById("sign-in")) return;
    sessionStorage.removeItem(KEPT);
    if (!/^\/login\/$/.test(new URL(document.referrer || location.href).pathname)) return;
    if (kept.reader !== reader() || kept.page !== location.pathname) return;
    const form = [...document.forms].find((one) => one.getAttribute("method") === "post" && one.getAttribute("action") === kept.action);
    if (form) putBack(form, kept.values);
  }
  findAgain();

  /* Amounts: how large it is, while one types; capitals come with the answer of the server. */
  const SCALES = { "": 1, 萬: 1e4, 万: 1e4, 億: 1e8, 亿: 1e8 };

  function readAmount(text) {
    const match = text.normalize("NFKC").replace(/[,\s]/g, "").match(/^¥?(\d+(?:\.\d+)?)([萬万億亿]?)[元圓圆]?$/);
    return match ? Number(match[1]) * SCALES[match[2]] : null;
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset || field.dataset.amount === undefined) return;
    const note = document.querySelector(`#${CSS.escape(field.id)}_note > span`);
    if (!note) return;
    const value = readAmount(field.value);
    const figures = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
    const share = value === null ? null : (value / Number(field.dataset.amountBy)).toLocaleString("en-US", figures);
    note.textContent = value ? `${share}\u00a0${field.dataset.amount}` : "";
  });

  /* Files: dropped ones go into the field, their names stand below. */
  function prepareDrop(zone) {
    const field = zone.querySelector('input[type="file"]');
    const names = zone.querySelector("[data-drop-names]");
    if (!field) return;
    const list = () => names && names.replaceChildren(...[...field.files].map((file) => Object.assign(document.createElement("li"), { textContent: file.name })));
    field.addEventListener("change", list);
    ["dragover", "dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }));
  }

  /* htmx: a failed request says so where the reader looks, and loses nothing. */
  function sayFailure(name, reference) {
    const template = document.getElementById(name);
    const place = document.querySelector("dialog[open]") || document.getElementById("ld-notices");
    if (!template || !place) return;
    document.querySelectorAll("[data-failure]").forEach((notice) => notice.remove());
    const notice = template.content.firstElementChild.cloneNode(true);
    const slot = notice.querySelector("[data-reference]");
    if (slot && reference) {
      slot.hidden = false;
      slot.querySelector(".ld-num").textContent = reference;
    }
    place.prepend(notice);
    notice.scrollIntoView({ block: "nearest" });
  }

  /* Requests that the sign-in page answered: a success for htmx, not for the reader. */
  const signedOut = new WeakSet();

  function formOf(event) {
    const element = event.detail.elt;
    return element && element.closest ? element.closest("form") : null;
  }

  document.addEventListener("htmx:responseError", (event) => {
    const xhr = event.detail.xhr;
    const name = xhr.status === 403 || xhr.status === 404 ? "ld-not-allowed" : "ld-not-saved";
    sayFailure(name, xhr.getResponseHeader(REFERENCE));
  });
  ["htmx:sendError", "htmx:timeout"].forEach((kind) => document.addEventListener(kind, () => sayFailure("ld-not-saved", "")));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event);
    if (form) setIdle(form);
    if (event.detail.successful && !signedOut.has(event.detail.xhr)) document.querySelectorAll("[data-failure]").forEach((notice) => notice.remove());
  });
  /* What has been answered is not asked again: the same answer would undo what was chosen in it meanwhile. */
  function askedWith(values) {
    return new URLSearchParams([...values].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  }
  document.addEventListener("htmx:configRequest", (event) => {
    const place = event.detail.elt;
    if ("once" in place.dataset && place.dataset.once === askedWith(event.detail.formData)) event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.detail.elt;
    if ("once" in place.dataset) place.dataset.once = askedWith(event.detail.requestConfig.formData);
  });
  /* A session that ended answers with the sign-in page; it must not land inside the form. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!/<form[^>]* id="sign-in"/.test(event.detail.xhr.responseText || "")) return;
    event.detail.shouldSwap = false;
    signedOut.add(event.detail.xhr);
    sayFailure("ld-signed-out", "");
  });

  /* A table that is wider than the screen can be scrolled with the keyboard as well. */
  function reachScrollers() {
    document.querySelectorAll(".ld-scroll").forEach((box) => {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  }
  window.addEventListener("resize", reachScrollers);
  document.addEventListener("toggle", reachScrollers, true);

  function prepare(root) {
    const all = (selector) => [...(root.matches && root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    all("details[data-dialog]").forEach(makeDialog);
    all("[data-drop]").forEach(prepareDrop);
    all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
    reachScrollers();
    /* On a phone the row of tabs may be wider than the screen: the current one is brought into sight. */
    all(".ld-tabs [aria-current]").forEach((tab) => {
      const row = tab.closest(".ld-tabs");
      row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right + 48;
    });
    const [summary] = all("[data-focus]");
    if (summary) summary.focus();
  }
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) prepare(event.detail.elt);
  });
  prepare(document);
})();
