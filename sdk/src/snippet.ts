/**
 * The inline script that stands before the script tag. Whatever is asked of `perigee` waits in a list, the last of it dropped once a hundred
 * things wait, such as where an ad blocker keeps the script away for good. The same object listens for early errors: the browser asks it for
 * its method `handleEvent`, and gets one that queues the event. A constant, so that a policy can name its hash.
 */
export const snippet: string =
  'perigee=new Proxy([],{get:(q,m)=>q[m]||((...a)=>{q[99]||q.push([m,...a])})});["error","unhandledrejection"].map(t=>addEventListener(t,perigee))';
