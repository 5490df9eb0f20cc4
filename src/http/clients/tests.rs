//! The limits with addresses and times made up.

use super::*;
use crate::http::settings::ProxyHeader;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn clients(settings: Settings) -> Arc<Clients> {
    Arc::new(Clients::new(&settings))
}

#[test]
fn a_client_has_its_burst_at_once_then_its_rate_and_another_has_its_own() {
    let burst = 3.try_into().unwrap();
    let clients = clients(Settings { requests_per_minute: 60, burst, ..Settings::default() });
    let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| Client::of(ip(address)));
    let start = Instant::now();
    let at = |millis| start + Duration::from_millis(millis);
    for _ in 0..3 {
        assert_eq!(clients.count(one, start), Ok(()));
    }
    assert_eq!(clients.count(one, start), Err(Full::Client(Duration::from_secs(1))));
    assert_eq!(clients.count(one, at(400)), Err(Full::Client(Duration::from_millis(600))));
    assert_eq!(clients.count(other, at(400)), Ok(()));
    assert_eq!(clients.count(one, at(1_000)), Ok(()), "what was refused is not counted");
    assert!(clients.count(one, at(1_000)).is_err());
    for _ in 0..3 {
        assert_eq!(clients.count(one, at(60_000)), Ok(()), "a quiet minute saves up a burst and no more");
    }
    assert!(clients.count(one, at(60_000)).is_err());
}

#[test]
fn what_comes_from_this_machine_and_a_rate_of_zero_are_not_counted() {
    let settings = Settings { requests_per_minute: 1, burst: 1.try_into().unwrap(), ..Settings::default() };
    let now = Instant::now();
    let limited = clients(settings.clone());
    let free = clients(Settings { requests_per_minute: 0, ..settings });
    for _ in 0..1_000 {
        assert_eq!(limited.count(Client::of(ip("127.0.0.1")), now), Ok(()));
        assert_eq!(limited.count(Client::of(ip("::ffff:127.0.0.1")), now), Ok(()));
        assert_eq!(free.count(Client::of(ip("192.0.2.1")), now), Ok(()));
    }
    assert_eq!((limited.table().len(), free.table().len()), (0, 0));
}

#[test]
fn requests_at_once_are_counted_until_they_are_done() {
    let clients = clients(Settings { requests: 3, requests_per_client: 2, ..Settings::default() });
    let now = Instant::now();
    let [one, other] = ["192.0.2.1", "2001:db8::1"].map(|address| Client::of(ip(address)));
    let first = clients.work(one, now).unwrap();
    let _second = clients.work(one, now).unwrap();
    assert_eq!(clients.work(one, now).err(), Some(Full::Client(SOON)));
    let _third = clients.work(other, now).unwrap();
    assert_eq!(clients.work(other, now).err(), Some(Full::Server(SOON)));
    assert_eq!(clients.work(None, now).err(), Some(Full::Server(SOON)));
    drop(first);
    assert!(clients.work(one, now).is_ok());
}

#[test]
fn a_client_has_so_many_connections_and_a_trusted_proxy_has_more() {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let clients = clients(Settings { connections_per_client: 1, trusted_proxies, ..Settings::default() });
    let now = Instant::now();
    let _one = clients.connect(ip("192.0.2.1"), now).unwrap();
    assert!(clients.connect(ip("192.0.2.1"), now).is_err());
    let proxied: Vec<_> = (0..10).map(|_| clients.connect(ip("10.1.2.3"), now)).collect();
    assert!(proxied.iter().all(Result::is_ok));
}

#[test]
fn bytes_of_bodies_are_counted_as_they_come_and_given_back_together() {
    let settings = Settings { body_bytes: 10, body_bytes_per_client: 6, ..Settings::default() };
    let clients = clients(settings);
    let now = Instant::now();
    let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| Client::of(ip(address)));
    let mut first = clients.body(one, now).unwrap();
    assert_eq!([2, 4].map(|bytes| first.grow(bytes, now)), [Ok(()); 2]);
    assert_eq!(clients.body(one, now).unwrap().grow(1, now), Err(Full::Client(SOON)));
    let mut second = clients.body(other, now).unwrap();
    assert_eq!(second.grow(5, now), Err(Full::Server(SOON)));
    assert_eq!(second.grow(4, now), Ok(()), "what was refused is not counted");
    drop(first);
    assert_eq!(clients.body(one, now).unwrap().grow(6, now), Ok(()));
}

#[test]
fn sockets_and_streams_are_counted_until_they_end() {
    let clients = clients(Settings { streams: 3, streams_per_client: 2, ..Settings::default() });
    let now = Instant::now();
    let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| Client::of(ip(address)));
    let first = clients.stream(one, now).unwrap();
    let _second = clients.stream(one, now).unwrap();
    assert_eq!(clients.stream(one, now).err(), Some(Full::Client(SOON)));
    let _third = clients.stream(other, now).unwrap();
    assert_eq!((clients.stream(None, now).err(), clients.streams_open()), (Some(Full::Server(SOON)), 3));
    drop(first);
    assert!(clients.stream(one, now).is_ok());
}

#[test]
fn a_network_of_64_bits_is_one_client() {
    assert_eq!(Client::of(ip("2001:db8::1")), Client::of(ip("2001:db8:0:0:ffff::2")));
    assert_ne!(Client::of(ip("2001:db8::1")), Client::of(ip("2001:db8:0:1::1")));
    assert_eq!(Client::of(ip("::ffff:192.0.2.1")), Client::of(ip("192.0.2.1")));
}

#[test]
fn a_flood_of_addresses_takes_bounded_memory_and_passes() {
    let clients = clients(Settings::default());
    let now = Instant::now();
    let client = |number: usize| {
        Client::of(IpAddr::from((0x2001_0db8_u128 << 96 | (number as u128) << 64).to_be_bytes()))
    };
    let refused = (0..2 * table::MOST).filter(|&number| clients.count(client(number), now).is_err()).count();
    assert_eq!((refused, clients.table().len()), (table::MOST, table::MOST));
    // Their requests are paid for after a tenth of a second.
    let later = now + Duration::from_secs(1);
    assert_eq!(clients.count(client(usize::MAX >> 1), later), Ok(()));
    assert_eq!(clients.table().len(), 1);
}

fn check(header: ProxyHeader, lines: &[&str], expected: &str) {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap(), "2001:db8:1::/48".parse().unwrap()];
    let settings = Settings { trusted_proxies, proxy_header: header, ..Settings::default() };
    let mut headers = HeaderMap::new();
    for line in lines {
        let name = if header == ProxyHeader::Forwarded { "forwarded" } else { "x-forwarded-for" };
        headers.append(name, line.parse().unwrap());
    }
    let found = Client::of_request(ip("10.0.0.1"), &headers, &settings);
    assert_eq!(found, Client::of(ip(expected)), "{lines:?}");
    let direct = Client::of_request(ip("198.51.100.1"), &headers, &settings);
    assert_eq!(direct, Client::of(ip("198.51.100.1")), "one who is no proxy is not believed");
}

#[test]
fn a_trusted_proxy_is_believed_and_nothing_that_stands_before_what_it_wrote() {
    use ProxyHeader::{Forwarded, XForwardedFor};
    check(XForwardedFor, &["192.0.2.1"], "192.0.2.1");
    check(XForwardedFor, &["203.0.113.9, 192.0.2.1"], "192.0.2.1");
    check(XForwardedFor, &["203.0.113.9", "192.0.2.1, 10.2.2.2"], "192.0.2.1");
    check(XForwardedFor, &["192.0.2.1:4711"], "192.0.2.1");
    check(XForwardedFor, &["[2001:db8::7]:4711"], "2001:db8::7");
    check(XForwardedFor, &["192.0.2.1, nonsense"], "10.0.0.1");
    check(XForwardedFor, &[], "10.0.0.1");
    check(Forwarded, &["for=192.0.2.1;proto=https;by=10.0.0.1"], "192.0.2.1");
    check(
        Forwarded,
        &["for=203.0.113.9, For=\"[2001:db8::7]:4711\", for=\"[2001:db8:1::1]\""],
        "2001:db8::7",
    );
    check(Forwarded, &["for=unknown"], "10.0.0.1");
}

#[test]
fn what_an_address_says_of_others_is_believed_of_proxies_and_of_this_machine() {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let clients = clients(Settings { trusted_proxies, ..Settings::default() });
    for (peer, expected) in [
        ("10.1.2.3", true),
        ("::ffff:10.1.2.3", true),
        ("127.0.0.1", true),
        ("::1", true),
        ("192.0.2.1", false),
        ("2001:db8::1", false),
    ] {
        assert_eq!(clients.is_proxy(peer.parse().unwrap()), expected, "{peer}");
    }
}
