//! GraphiQL and the explorer in a real Chromium, with no other host to be had.

mod chromium;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use serde_json::json;

use crate::TempFolder;
use crate::server::Running;
use chromium::Chromium;

/// A browser, or `None` where there is none; CI must have one.
fn browser(profile: &TempFolder) -> Option<Chromium> {
    match chromium::on_path() {
        Some(program) => Some(Chromium::start(&program, &profile.0)),
        None => {
            assert!(
                std::env::var_os("CI").is_none_or(|ci| ci != "true"),
                "CI has no `chromium` on PATH: install it"
            );
            println!("skipped: there is no `chromium` on PATH (Debian: `apt-get install chromium`)");
            None
        }
    }
}

/// Asserts that the page asked this server for everything, and that nothing failed or was refused by its policy.
fn check_quiet(browser: &mut Chromium, server: &Running) {
    let origin = format!("http://{}/", server.client.0);
    let mut asked = 0;
    for event in std::mem::take(&mut browser.events) {
        let parameters = &event["params"];
        match event["method"].as_str().unwrap() {
            "Network.requestWillBeSent" => {
                let address = parameters["request"]["url"].as_str().unwrap();
                assert!(
                    address.starts_with(&origin) || address.starts_with("data:"),
                    "the page asked for {address}"
                );
                asked += 1;
            }
            "Network.loadingFailed" => panic!("a request failed: {parameters}"),
            "Runtime.exceptionThrown" => panic!("a script failed: {parameters}"),
            "Log.entryAdded" => assert_ne!(parameters["entry"]["level"], "error", "{parameters}"),
            _ => {}
        }
    }
    assert!(asked > 3, "the browser told of only {asked} requests");
}

/// Whether the build has GraphiQL; CI's must.
fn has_graphiql() -> bool {
    let has = gcm_hub::http::has_graphiql();
    if !has {
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "CI has built the hub without GraphiQL: is npm there?"
        );
        println!("skipped: GraphiQL is not in this build (the build's warning says why)");
    }
    has
}

#[test]
fn graphiql_opens_offline_with_the_saved_operations_as_tabs_and_answers() {
    if !has_graphiql() {
        return;
    }
    let folder = TempFolder::new("browser-graphiql");
    let Some(mut browser) = browser(&folder) else { return };
    let server = Running::start();
    browser.open(&format!("http://{}/graphiql", server.client.0));
    browser.until("document.querySelector('.graphiql-query-editor .CodeMirror-code')");

    let expected: Vec<_> = gcm_hub::http::operations()
        .iter()
        .map(|operation| {
            let after = operation
                .document
                .split("\nquery ")
                .nth(1)
                .unwrap_or_else(|| panic!("{}", operation.document));
            after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()
        })
        .collect();
    let tabs = "[...document.querySelectorAll('.graphiql-tab-button')].map((tab) => tab.textContent)";
    assert_eq!(browser.value(tabs), json!(expected));

    // The first operation is run by its button.
    browser.until("document.querySelector('.graphiql-execute-button')");
    browser.value("document.querySelector('.graphiql-execute-button').click()");
    browser.until(
        r#"/^\{\s*"data":/.test(document.querySelector('.result-window .CodeMirror').CodeMirror.getValue())"#,
    );

    // The documentation comes from the hub's introspection.
    browser.value("document.querySelector('[aria-label=\"Show Documentation Explorer\"]').click()");
    browser.until("document.querySelector('.graphiql-plugin').innerText.includes('ProgrammeConnection')");
    // A dialog brings the one style that the policy names by its hash.
    browser.value("document.querySelector('[aria-label=\"Open settings dialog\"]').click()");
    browser.until("document.querySelector('[role=dialog]')");
    check_quiet(&mut browser, &server);
}

#[test]
fn graphiql_follows_a_subscription_and_lets_go_of_it() {
    if !has_graphiql() {
        return;
    }
    let folder = TempFolder::new("browser-subscription");
    let Some(mut browser) = browser(&folder) else { return };
    let hub = crate::bundled_hub();
    let server = Running::over(Arc::clone(&hub), &folder.0.join("tokens"));
    browser.open(&format!("http://{}/graphiql", server.client.0));
    browser.until("document.querySelector('.graphiql-query-editor .CodeMirror-code')");
    browser.until("document.querySelector('.graphiql-execute-button')");
    let query = "subscription { graphUpdated { previousVersion } }";
    let editor = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror";
    browser.value(&format!("{editor}.setValue({})", json!(query)));
    // GraphiQL takes a moment to read what was typed.
    let run = "document.querySelector('.graphiql-execute-button').click()";
    browser.until(&format!("{editor}.documentAST?.definitions[0].operation === 'subscription'"));
    browser.value(run);
    browser.until("document.querySelector('[aria-label=\"Stop query (Ctrl-Enter)\"]')");

    // The stream is there before its resolver listens, so the graph is changed until that is told.
    let shown = "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue().includes('previousVersion')";
    let link = hub.served().links.links.iter().next().unwrap().1.id;
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while browser.value(shown) != json!(true) {
        crate::follow::confirm_and_withdraw(&hub, link);
        assert!(std::time::Instant::now() < end, "no answer came");
    }
    // Stopped, it can be run again.
    browser.value(run);
    browser.until("document.querySelector('[aria-label=\"Execute query (Ctrl-Enter)\"]')");
    // To end the stream is what was asked for.
    browser.events.retain(|event| event["params"]["canceled"] != true);
    check_quiet(&mut browser, &server);
}

#[test]
fn the_explorer_runs_a_saved_operation_by_keyboard() {
    let folder = TempFolder::new("browser-explorer");
    let Some(mut browser) = browser(&folder) else { return };
    let server = Running::start();
    browser.open(&format!("http://{}/explore", server.client.0));
    browser.until(&format!(
        "document.querySelectorAll('#saved button').length === {}",
        gcm_hub::http::operations().len()
    ));
    browser.value("document.querySelector('#saved button').click()");
    browser.value("document.getElementById('query').focus()");
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": 2 });
        browser.order("Input.dispatchKeyEvent", &key);
    }
    browser.until("document.getElementById('status').textContent.endsWith(', no errors.')");
    browser.until("document.getElementById('answer').textContent.startsWith('{\\n  \"data\": {')");
    check_quiet(&mut browser, &server);
}

#[test]
fn pages_fit_a_narrow_window_and_follow_the_readers_preference_for_light_or_dark() {
    let folder = TempFolder::new("browser-narrow");
    let Some(mut browser) = browser(&folder) else { return };
    let server = Running::start();
    let moldova = server.get("/reconcile/suggest/entity?prefix=Moldova").json()["result"][0]["id"].clone();
    let moldova = moldova.as_str().unwrap();
    let narrow = json!({ "width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    browser.order("Emulation.setDeviceMetricsOverride", &narrow);
    for path in ["/", "/explore", &format!("/entity/{moldova}"), &format!("/reconcile/preview/{moldova}")] {
        let mut papers = Vec::new();
        for scheme in ["light", "dark"] {
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            browser.order("Emulation.setEmulatedMedia", &media);
            browser.open(&format!("http://{}{path}", server.client.0));
            browser.until("document.readyState === 'complete'");
            let wide = browser.value("document.documentElement.scrollWidth > window.innerWidth");
            assert_eq!(wide, json!(false), "{path} is wider than the window");
            let named = browser.value("document.documentElement.lang === 'en-GB' && document.title !== '' && document.querySelectorAll('h1').length === 1 && document.querySelector('main') !== null");
            assert_eq!(named, json!(true), "{path} has no language, title, heading or main part");
            papers.push(browser.value("getComputedStyle(document.body).backgroundColor"));
        }
        assert_ne!(papers[0], papers[1], "{path}");
    }
    // A link of the facts is reached by the keyboard.
    browser.open(&format!("http://{}/entity/{moldova}", server.client.0));
    browser.until("document.readyState === 'complete'");
    for _ in 0..3 {
        for kind in ["keyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
            browser.order("Input.dispatchKeyEvent", &key);
        }
    }
    let focused = browser.value("document.activeElement.getAttribute('href')");
    assert!(focused.as_str().unwrap().starts_with("/entity/"), "{focused}");
    check_quiet(&mut browser, &server);
}

#[test]
fn a_preview_is_shown_in_the_sandboxed_frame_of_another_page() {
    let folder = TempFolder::new("browser-preview");
    let Some(mut browser) = browser(&folder) else { return };
    let server = Running::start();
    let moldova = server.get("/reconcile/suggest/entity?prefix=Moldova").json()["result"][0]["id"].clone();
    let address = format!("http://{}/reconcile/preview/{}", server.client.0, moldova.as_str().unwrap());
    // Another port is another origin. A page without an origin, as of a file, may not show it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let other = listener.local_addr().unwrap();
    let page = format!("<iframe sandbox=\"allow-popups\" width=440 height=320 src=\"{address}\"></iframe>");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close",
                page.len()
            );
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(stream, "{head}\r\n\r\n{page}");
        }
    });
    browser.open(&format!("http://{other}/"));
    browser.enter_frame(&address);
    browser.until("document.querySelector('h1')?.innerText === 'Republic of Moldova'");
    browser.until("getComputedStyle(document.querySelector('.facts')).display === 'grid'");
}
