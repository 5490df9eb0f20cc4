//! Which IP addresses are public. Pure.
//!
//! Source: the IANA registries of special-purpose addresses, IPv4 (RFC 6890) and IPv6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 networks that are not public: first address, length of the prefix, what they are.
const V4: [(Ipv4Addr, u32, &str); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a carrier"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "reserved for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a 6to4 relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// IPv6 networks that are not public, within what is given out (2000::/3) and beyond it where a name helps.
const V6: [(Ipv6Addr, u32, &str); 11] = [
    (Ipv6Addr::LOCALHOST, 128, "this machine"),
    (Ipv6Addr::UNSPECIFIED, 128, "no address"),
    (Ipv6Addr::UNSPECIFIED, 96, "an IPv4 address in disguise"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "private"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32, "a Teredo tunnel"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "reserved for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "a 6to4 tunnel"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// What the address is instead of public; none when it is public.
pub(super) fn why_not_public(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

fn v4(address: Ipv4Addr) -> Option<&'static str> {
    let within = |(net, prefix, _): &&(Ipv4Addr, u32, _)| {
        (address.to_bits() ^ net.to_bits()).leading_zeros() >= *prefix
    };
    V4.iter().find(within).map(|(_, _, what)| *what)
}

fn v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return v4(mapped);
    }
    // NAT64 (RFC 6052): where a network has no IPv4, its resolver gives these for public hosts.
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() {
        return v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    }
    let within = |(net, prefix, _): &&(Ipv6Addr, u32, _)| {
        (address.to_bits() ^ net.to_bits()).leading_zeros() >= *prefix
    };
    let given_out = address.segments()[0] >> 13 == 1;
    V6.iter().find(within).map(|(_, _, what)| *what).or((!given_out).then_some("reserved"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_public_internet_are_public() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert_eq!(why_not_public(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn every_other_network_is_refused_at_both_its_ends() {
        for (address, what) in [
            ("0.0.0.0", "this network"),
            ("0.255.255.255", "this network"),
            ("10.0.0.0", "private"),
            ("10.255.255.255", "private"),
            ("100.64.0.0", "shared by a carrier"),
            ("100.127.255.255", "shared by a carrier"),
            ("127.0.0.1", "this machine"),
            ("127.255.255.255", "this machine"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.0", "private"),
            ("172.31.255.255", "private"),
            ("192.0.0.8", "reserved for protocols"),
            ("192.0.2.1", "for documentation"),
            ("192.88.99.1", "a 6to4 relay"),
            ("192.168.255.255", "private"),
            ("198.18.0.0", "for benchmarks"),
            ("198.19.255.255", "for benchmarks"),
            ("198.51.100.1", "for documentation"),
            ("203.0.113.255", "for documentation"),
            ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "broadcast"),
            ("::1", "this machine"),
            ("::", "no address"),
            ("::7f00:1", "an IPv4 address in disguise"),
            ("::ffff:127.0.0.1", "this machine"),
            ("::ffff:10.1.2.3", "private"),
            ("64:ff9b::a9fe:a9fe", "link-local"),
            ("64:ff9b:1::7f00:1", "reserved"),
            ("2002:7f00:1::", "a 6to4 tunnel"),
            ("2001:0:4136:e378::1", "a Teredo tunnel"),
            ("2001:1::1", "reserved for protocols"),
            ("2001:db8::1", "for documentation"),
            ("3fff:fff::1", "for documentation"),
            ("fc00::1", "private"),
            ("fdff::1", "private"),
            ("fe80::1", "link-local"),
            ("febf::1", "link-local"),
            ("fec0::1", "reserved"),
            ("ff02::1", "multicast"),
            ("4000::1", "reserved"),
            ("100::1", "reserved"),
        ] {
            assert_eq!(why_not_public(address.parse().unwrap()), Some(what), "{address}");
        }
    }
}
