// Fills in the reference and the code that a receipt's QR code has after # in the address.
// What stands there is never sent to a server, and is taken out of the address at once.
"use strict";

(() => {
  const fill = () => {
    const parts = location.hash.match(/^#([0-9A-Za-z-]{6,40})\.([0-9A-Za-z-]{6,60})$/);
    const fields = ["reference", "secret"].map((id) => document.getElementById(id));
    if (!parts || !fields.every(Boolean)) return;
    history.replaceState(null, "", location.pathname + location.search);
    fields.forEach((field, position) => {
      field.value = parts[position + 1];
    });
  };
  fill();
  addEventListener("hashchange", fill);
})();
