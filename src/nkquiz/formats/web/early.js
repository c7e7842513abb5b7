document.documentElement.className = "js"; addEventListener("error", () => { document.documentElement.className = ""; });
