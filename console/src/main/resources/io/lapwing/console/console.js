// What the console adds where scripts run; every page works without it.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const places = { o: "/", d: "/devices", k: "/keys", j: "/jobs", a: "/audit", p: "/people", w: "/webhooks", v: "/approvals", m: "/account" };
  const find = (selector, from = document) => from.querySelector(selector);
  const say = (text) => {
    const live = find("#live");
    if (live && text) live.textContent = text;
  };

  // Keys: / searches, g and a letter goes, ? helps.
  let going = 0;
  const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
  const go = (letter) => {
    const link = places[letter] && find(`.nav a[href="${places[letter]}"], .who[href="${places[letter]}"]`);
    if (link) link.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (find("dialog[open]")) return;
    const search = find("#search");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      const help = find("#help");
      if (help) help.showModal();
    } else if (event.key === "g") {
      going = event.timeStamp;
    } else if (going && event.timeStamp - going < 1500) {
      going = 0;
      go(event.key);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]")) {
      event.preventDefault();
      find("#help").showModal();
    }
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(find(copy.dataset.copy).textContent.trim());
      say("Copied");
    }
  });

  // A selection says how large it is.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-picks]");
    if (!form) return;
    const picks = [...form.querySelectorAll(".pick")];
    if (event.target.matches("[data-all]")) picks.forEach((pick) => (pick.checked = event.target.checked));
    const count = picks.filter((pick) => pick.checked).length;
    const shown = find("[data-count]", form);
    if (shown) shown.textContent = count === 1 ? "1 selected" : `${count} selected`;
    say(shown && shown.textContent);
  });

  // Filters apply as they are chosen; their button is for pages without scripts.
  document.querySelectorAll("[data-auto] [type=submit]").forEach((button) => (button.hidden = true));

  // A page that shows what changes follows it by server-sent events, or asks every few seconds where it cannot.
  let stream;
  let asking;
  const refresh = () => {
    const living = find("[data-live]");
    if (living && !document.hidden) htmx.trigger(living, "refresh");
  };
  const follow = () => {
    const living = find("[data-live]");
    const wanted = living && !document.hidden ? living.dataset.live : "";
    if (stream && stream.followed === wanted) return;
    if (stream) stream.close();
    clearInterval(asking);
    stream = undefined;
    if (!wanted) return;
    stream = new EventSource(wanted);
    stream.followed = wanted;
    // what changed between the page and its stream is told by nobody
    stream.addEventListener("open", refresh);
    stream.addEventListener("change", refresh);
    stream.addEventListener("error", () => {
      if (stream && stream.readyState === EventSource.CLOSED) {
        clearInterval(asking);
        asking = setInterval(refresh, 5000);
      }
    });
  };
  const leave = () => {
    if (stream) stream.close();
    stream = undefined;
    clearInterval(asking);
  };
  document.addEventListener("visibilitychange", () => {
    follow();
    refresh();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", follow);

  // A page nobody looks at asks for nothing; what came in is told.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.closest("[data-living]")) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const told = event.target.matches("[data-say]") ? event.target : find("[data-say]", event.target);
    if (told) say(told.dataset.say);
    document.querySelectorAll("[data-once]").forEach((input) => (input.value = ""));
    follow();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { status, responseURL } = event.detail.xhr;
    if (status === 401 || responseURL.endsWith("/sign-in")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
    if (status >= 500) say("The platform does not answer. What you see is older.");
  });
  document.addEventListener("htmx:sendError", () => say("The platform cannot be reached. What you see is older."));

  // A file goes up with its progress in sight; one that is too long, not at all.
  const size = (octets) => (octets < 1048576 ? `${Math.ceil(octets / 1024)} KiB` : `${(octets / 1048576).toFixed(1)} MiB`);
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const problem = find("[data-problem]", form);
    const progress = find("[data-progress]", form);
    const button = find("button:not([type])", form);
    const abort = find("[data-abort]", form);
    const busy = (whether) => {
      progress.hidden = !whether;
      abort.hidden = !whether;
      button.disabled = whether;
    };
    const refuse = (text) => {
      busy(false);
      problem.hidden = false;
      problem.textContent = text;
    };
    form.addEventListener("submit", (event) => {
      const file = form.file.files[0];
      if (!file) return;
      event.preventDefault();
      problem.hidden = true;
      const limit = Number(form.dataset.limit);
      if (file.size > limit) {
        refuse(`The file has ${size(file.size)}: want at most ${size(limit)}. Split it, or use lapwing admin device import.`);
        return;
      }
      const sending = new XMLHttpRequest();
      sending.open("POST", form.action);
      sending.setRequestHeader("Accept", "text/html");
      sending.responseType = "document";
      sending.upload.addEventListener("progress", (sent) => {
        find("progress", form).value = sent.total ? (100 * sent.loaded) / sent.total : 0;
        find("[data-sent]", form).textContent = `${size(sent.loaded)} of ${size(sent.total)} sent`;
      });
      sending.addEventListener("load", () => {
        if (sending.status < 400) {
          location.assign(sending.responseURL);
          return;
        }
        const said = sending.response && (find("#errors p", sending.response) || find("main p:not(.brand)", sending.response));
        refuse(said ? said.textContent.trim() : `The platform answered ${sending.status}.`);
      });
      sending.addEventListener("error", () => refuse("It broke off, and nothing was taken: send it again."));
      sending.addEventListener("abort", () => refuse("Stopped, and nothing was taken."));
      abort.onclick = () => sending.abort();
      busy(true);
      sending.send(new FormData(form));
    });
  }

  // Errors are where the reader is.
  const wrong = find("#errors");
  if (wrong) wrong.focus();

  // Passkeys (WebAuthn): the browser's answer goes into the form that asked.
  const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (all) => (all || []).map((one) => ({ ...one, id: octets(one.id) }));
  const ask = async (kind, options) => {
    const publicKey = { ...options, challenge: octets(options.challenge) };
    if (kind === "create") {
      publicKey.user = { ...options.user, id: octets(options.user.id) };
      publicKey.excludeCredentials = listed(options.excludeCredentials);
      return navigator.credentials.create({ publicKey });
    }
    publicKey.allowCredentials = listed(options.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };
  const answer = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.credential.value) return;
      event.preventDefault();
      try {
        form.credential.value = answer(await ask(form.dataset.passkey, JSON.parse(form.dataset.options)));
        form.submit();
      } catch (refused) {
        const problem = find("[data-problem]", form);
        problem.hidden = false;
        problem.textContent = "The passkey was not used: " + refused.message;
      }
    });
  }
})();
