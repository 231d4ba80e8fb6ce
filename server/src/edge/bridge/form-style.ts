/** For pages with a form: buttons that look alike, because no answer is to look like the right one. */
export const FORM_STYLE = `
:root{--fault:#b3261e}@media(prefers-color-scheme:dark){:root{--fault:#f2b8b5}}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0 0}
label,input{flex:1 1 100%}label{font-weight:600}
input{box-sizing:border-box;width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:var(--ink);background:var(--paper);border:2px solid var(--soft);border-radius:.5rem}
button{flex:1 1 14rem;min-height:2.75rem;padding:.625rem 1rem;font:inherit;font-weight:600;color:var(--link);background:var(--paper);border:2px solid var(--link);border-radius:.5rem;cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
#fault{flex:1 1 100%;margin:0;color:var(--fault)}`;
