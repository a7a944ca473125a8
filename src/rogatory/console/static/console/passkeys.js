// SPDX-License-Identifier: Apache-2.0
// Passkeys: logging in, the second factor, setting one up, and approving a draft.
"use strict";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function base64url(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function given(form, attribute) {
  return JSON.parse(document.getElementById(form.dataset[attribute]).textContent);
}

async function asserted(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  return navigator.credentials.get({ publicKey });
}

async function logIn(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const credential = await asserted((await answer.json()).request_options);
  form.elements.credential.value = JSON.stringify(credential);
}

async function secondFactor(form) {
  const credential = await asserted(given(form, "secondFactor").request_options);
  form.elements.credential.value = JSON.stringify(credential);
}

// ES256 and Ed25519: what approvals are checked with, here and in other States.
const APPROVING = [-7, -8];

async function addPasskey(form) {
  const options = given(form, "addPasskey").creation_options.publicKey;
  options.pubKeyCredParams = options.pubKeyCredParams.filter((one) => APPROVING.includes(one.alg));
  if (form.elements.passwordless.checked) {
    Object.assign(options.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
  }
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  form.elements.credential.value = JSON.stringify(credential);
}

// The challenge is computed by the server from the draft's content; the node checks what comes
// back against the State's register.
async function approve(form) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: form.dataset.relyingParty,
      allowCredentials: form.dataset.credentials
        .split(" ")
        .map((one) => ({ type: "public-key", id: bytes(one) })),
      userVerification: "required",
    },
  });
  form.elements.credential.value = base64url(credential.rawId);
  form.elements.authenticator_data.value = base64url(credential.response.authenticatorData);
  form.elements.client_data.value = base64url(credential.response.clientDataJSON);
  form.elements.signature.value = base64url(credential.response.signature);
}

const ceremonies = {
  "[data-log-in]": logIn,
  "[data-second-factor]": secondFactor,
  "[data-add-passkey]": addPasskey,
  "[data-approve]": approve,
};

for (const [selector, ceremony] of Object.entries(ceremonies)) {
  for (const form of document.querySelectorAll(selector)) begin(form, ceremony);
}

function begin(form, ceremony) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[data-passkey-button]");
    const failed = form.querySelector("[data-failed]");
    button.disabled = true;
    failed.hidden = true;
    try {
      await ceremony(form);
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
