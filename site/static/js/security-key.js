// A security key signs what the server asked ("get") or is enrolled ("create"); its answer goes with
// the form. WebAuthn speaks in bytes, the server in base64url.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

for (const box of document.querySelectorAll("[data-security-key]")) {
  if (!window.PublicKeyCredential) continue;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => use(box));
}

async function use(box) {
  const field = document.getElementById(box.dataset.answer);
  const problem = box.querySelector("[data-refused]");
  problem.hidden = true;
  try {
    const publicKey = read(JSON.parse(box.dataset.options));
    const credential = await navigator.credentials[box.dataset.securityKey]({ publicKey });
    field.value = JSON.stringify(answer(credential));
  } catch (error) {
    problem.textContent = error.name === "SecurityError" ? problem.dataset.unnamed : problem.dataset.refused;
    problem.hidden = false;
    return;
  }
  field.form.requestSubmit();
}

function read(options) {
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) {
    known.id = toBytes(known.id);
  }
  return options;
}

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}
