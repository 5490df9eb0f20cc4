//! What a host's `robots.txt` lets us read (RFC 9309).
//!
//! Pure: text and address in, yes or no out. Who is not named gets the rules for `*`; of the rules that match, the
//! longest decides, and of equals the one that allows.

use reqwest::Url;

/// The name that groups of rules may address us by.
pub(super) const PRODUCT: &str = "gcm-hub";

/// The most bytes of the file that count; the RFC asks for at least 500 KiB.
pub(super) const MOST_BYTES: usize = 512 * 1024;

/// The most rules that are kept, far above what any site has.
const MOST_RULES: usize = 10_000;

/// The rules that apply to us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// With `*` for anything and `$` at the end for the end, percent-encoded as addresses are.
    pattern: String,
}

impl Rules {
    /// The rules of that file for us. A line that is no rule is passed over.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(MOST_BYTES)];
        let text = String::from_utf8_lossy(bytes);
        let (mut ours, mut everybodys) = (None::<Vec<Rule>>, Vec::new());
        let (mut for_us, mut for_everybody) = (false, false);
        let mut naming = false;
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim(), value.trim());
            if key.eq_ignore_ascii_case("user-agent") {
                if !naming {
                    (for_us, for_everybody) = (false, false);
                }
                naming = true;
                for_everybody |= value == "*";
                if product(value).eq_ignore_ascii_case(PRODUCT) {
                    for_us = true;
                    ours.get_or_insert_default();
                }
                continue;
            }
            let allows = key.eq_ignore_ascii_case("allow");
            if !allows && !key.eq_ignore_ascii_case("disallow") {
                continue;
            }
            naming = false;
            if value.is_empty() {
                continue;
            }
            let rule = Rule { allows, pattern: encoded(value) };
            for (meant, rules) in [(for_us, ours.as_mut()), (for_everybody, Some(&mut everybodys))] {
                if let Some(rules) = rules.filter(|rules| meant && rules.len() < MOST_RULES) {
                    rules.push(rule.clone());
                }
            }
        }
        Self(ours.unwrap_or(everybodys))
    }

    /// Whether the address may be read.
    pub(super) fn allow(&self, address: &Url) -> bool {
        let mut path = address.path().to_owned();
        if let Some(query) = address.query() {
            path = format!("{path}?{query}");
        }
        let path = encoded(&path);
        let matching = self.0.iter().filter(|rule| matches(rule.pattern.as_bytes(), path.as_bytes()));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// The product token of a `user-agent` line: sites write versions behind it.
fn product(value: &str) -> &str {
    value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).next().unwrap_or_default()
}

/// One spelling for each path: what is not printable ASCII is percent-encoded, what is needlessly encoded is not.
fn encoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let code = bytes.get(at..at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%');
        let byte = code.unwrap_or(byte);
        at += if code.is_some() { 2 } else { 0 };
        let plain = match code {
            Some(byte) => byte.is_ascii_alphanumeric() || b"-._~".contains(&byte),
            None => byte.is_ascii_graphic(),
        };
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Whether the pattern matches the path from its beginning: time is the product of the lengths at worst, whatever
/// stars a hostile file has.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let (mut p, mut s) = (0, 0);
    // Where the last star was, and up to where it reaches by now.
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!to_end || s == path.len()) {
            return true;
        }
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, s));
            p += 1;
        } else if p < pattern.len() && s < path.len() && pattern[p] == path[s] {
            p += 1;
            s += 1;
        } else if let Some((at, reach)) = star.filter(|(_, reach)| *reach < path.len()) {
            star = Some((at, reach + 1));
            p = at + 1;
            s = reach + 1;
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(robots: &str, path: &str) -> bool {
        let address = Url::parse(&format!("https://example.org{path}")).unwrap();
        Rules::read(robots.as_bytes()).allow(&address)
    }

    #[test]
    fn the_group_that_names_us_counts_and_otherwise_that_for_everybody() {
        let robots = "User-agent: other\nDisallow: /\n\nUser-Agent: GCM-Hub/1.0\nuser-agent: third\nDisallow: /a\n\
                      \n# all the rest\nUser-agent: *\nDisallow: /b # not this\n";
        assert!(!allowed(robots, "/a"));
        assert!(allowed(robots, "/b"));
        let everybody = "User-agent: other\nDisallow: /\nUser-agent: *\nCrawl-delay: 9\nDisallow: /b";
        assert!(!allowed(everybody, "/b/c"));
        assert!(allowed(everybody, "/a"));
        assert!(allowed("User-agent: other\nDisallow: /", "/a"));
    }

    #[test]
    fn groups_that_name_us_twice_are_one() {
        let robots = "User-agent: gcm-hub\nDisallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: gcm-hub\nDisallow: /b";
        assert!(!allowed(robots, "/a"));
        assert!(!allowed(robots, "/b"));
        assert!(allowed(robots, "/c"));
    }

    #[test]
    fn the_longest_match_decides_and_of_equals_the_one_that_allows() {
        let robots = "User-agent: *\nDisallow: /docs/\nAllow: /docs/public\nDisallow: /page\nAllow: /page";
        assert!(!allowed(robots, "/docs/x"));
        assert!(allowed(robots, "/docs/public.pdf"));
        assert!(allowed(robots, "/page"));
        assert!(allowed(robots, "/"));
    }

    #[test]
    fn stars_dollars_queries_and_encoded_characters_match_as_the_rfc_says() {
        for (pattern, path, matched) in [
            ("/*.pdf$", "/a/b.pdf", true),
            ("/*.pdf$", "/a/b.pdf?x=1", false),
            ("/a*b*c", "/a--b--b--c--", true),
            ("/a*b*c", "/a--b--", false),
            ("/*?*sort=", "/list?x=1&sort=up", true),
            ("/caf\u{e9}", "/caf%C3%A9/menu", true),
            ("/%61bc", "/abc", true),
            ("/a%2Fb", "/a/b", false),
            ("*", "/anything", true),
            ("/$", "/", true),
            ("/$", "/a", false),
        ] {
            let robots = format!("User-agent: *\nDisallow: {pattern}");
            assert_eq!(!allowed(&robots, path), matched, "{pattern} {path}");
        }
    }

    #[test]
    fn an_empty_rule_forbids_nothing_and_noise_is_passed_over() {
        assert!(allowed("User-agent: *\nDisallow:", "/a"));
        assert!(allowed("<html>: not a file of rules\n\0\u{fffd}", "/a"));
        assert!(!allowed("\u{feff}User-agent: *\r\nnonsense\r\nDisallow: /a\r\n", "/a"));
    }

    #[test]
    fn a_hostile_file_is_read_in_bounds() {
        let stars = format!("User-agent: *\nDisallow: /{}b$\n", "*a".repeat(5_000));
        assert!(allowed(&stars, &format!("/{}", "a".repeat(2_000))));
        let many = format!("User-agent: *\n{}", "Disallow: /x\n".repeat(100_000));
        assert!(Rules::read(many.as_bytes()).0.len() <= MOST_RULES);
    }
}
