//! The 17 Sustainable Development Goals. Source of the titles: General Assembly resolution 70/1,
//! as in IATI's code list `UNSDG-Goals` (licence CC BY 4.0), read there (confidence high).

/// A Sustainable Development Goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sdg {
    /// 1 to 17.
    pub number: u8,
    /// The title in the resolution.
    pub title: &'static str,
}

/// All 17 goals, in the order of their numbers.
#[must_use]
pub fn sdgs() -> &'static [Sdg] {
    &GOALS
}

/// The goal with this number; none outside 1 to 17.
#[must_use]
pub fn sdg(number: u8) -> Option<&'static Sdg> {
    GOALS.iter().find(|goal| goal.number == number)
}

const GOALS: [Sdg; 17] = [
    Sdg { number: 1, title: "End poverty in all its forms everywhere" },
    Sdg {
        number: 2,
        title: "End hunger, achieve food security and improved nutrition and promote sustainable agriculture",
    },
    Sdg { number: 3, title: "Ensure healthy lives and promote well-being for all at all ages" },
    Sdg {
        number: 4,
        title: "Ensure inclusive and equitable quality education and promote lifelong learning opportunities for all",
    },
    Sdg { number: 5, title: "Achieve gender equality and empower all women and girls" },
    Sdg {
        number: 6,
        title: "Ensure availability and sustainable management of water and sanitation for all",
    },
    Sdg { number: 7, title: "Ensure access to affordable, reliable, sustainable and modern energy for all" },
    Sdg {
        number: 8,
        title: "Promote sustained, inclusive and sustainable economic growth, full and productive employment and decent work for all",
    },
    Sdg {
        number: 9,
        title: "Build resilient infrastructure, promote inclusive and sustainable industrialization and foster innovation",
    },
    Sdg { number: 10, title: "Reduce inequality within and among countries" },
    Sdg { number: 11, title: "Make cities and human settlements inclusive, safe, resilient and sustainable" },
    Sdg { number: 12, title: "Ensure sustainable consumption and production patterns" },
    Sdg { number: 13, title: "Take urgent action to combat climate change and its impacts" },
    Sdg {
        number: 14,
        title: "Conserve and sustainably use the oceans, seas and marine resources for sustainable development",
    },
    Sdg {
        number: 15,
        title: "Protect, restore and promote sustainable use of terrestrial ecosystems, sustainably manage forests, combat desertification, and halt and reverse land degradation and halt biodiversity loss",
    },
    Sdg {
        number: 16,
        title: "Promote peaceful and inclusive societies for sustainable development, provide access to justice for all and build effective, accountable and inclusive institutions at all levels",
    },
    Sdg {
        number: 17,
        title: "Strengthen the means of implementation and revitalize the Global Partnership for Sustainable Development",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goals_are_numbered_from_1_to_17() {
        let numbers: Vec<u8> = sdgs().iter().map(|goal| goal.number).collect();
        assert_eq!(numbers, (1..=17).collect::<Vec<u8>>());
        assert_eq!(sdg(13).map(|goal| goal.number), Some(13));
        assert_eq!(sdg(18), None);
    }
}
