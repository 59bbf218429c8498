// Says, before the first paint, that scripts will run; a browser without modules keeps the plain page.
if ("noModule" in HTMLScriptElement.prototype) document.documentElement.classList.add("js");
